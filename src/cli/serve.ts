import { basename } from 'node:path';
import { processRoles, type ProcessRole } from '#db/process-roles.ts';
import { settings } from '#platform/settings.ts';
import { buildPortal } from './processes/build.ts';
import { launch, root } from './processes/launch.ts';

export const help = `
Usage: npx aldgate serve [portal|worker|vault|host]

Runs all four processes on this machine (DATABASE_OWNER_URL, or a Postgres of our own), or one of
them with its own DATABASE_URL. npm start does more: it builds, seeds and says where to go.
`;

const programs: Record<ProcessRole, () => Promise<unknown>> = {
	portal: () => {
		process.env['ALDGATE_BUILD'] = basename(
			buildPortal(root, (line) => process.stderr.write(`${line}\n`))
		);
		return import('./processes/portal.ts');
	},
	worker: () => import('../worker.ts'),
	vault: async () => (await import('#workspaces/vault/main.ts')).serveVault(process.env),
	host: async () => (await import('#workspaces/host/main.ts')).serveHost(process.env)
};

const isRole = (word: string): word is ProcessRole =>
	(processRoles as readonly string[]).includes(word);

export async function run([word]: string[]): Promise<number> {
	const read = settings(process.env);
	if (word === undefined) return everything();
	if (!isRole(word)) {
		process.stderr.write(
			`aldgate serve: "${word}" is no process; name one of ${processRoles.join(', ')}.\n`
		);
		return 2;
	}
	if (read.databaseUrl === '') {
		process.stderr.write(
			`aldgate serve ${word}: DATABASE_URL is not set; give the address for this process’s own role.\n`
		);
		return 2;
	}
	process.env['ALDGATE_PROCESS'] = word;
	await programs[word]();
	return new Promise(() => undefined); // until a signal ends it
}

async function everything(): Promise<number> {
	const build = buildPortal(root, (line) => process.stderr.write(`${line}\n`));
	const portal = await launch(settings(process.env), process.env, build, () => Promise.resolve());
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const)
			process.once(signal, () => {
				resolve();
			});
	});
	await portal.stop();
	return 0;
}
