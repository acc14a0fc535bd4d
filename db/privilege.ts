import { execFileSync } from 'node:child_process';
import { accessSync, chownSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** How Postgres, which refuses to run as root, is started here. */
export type Privilege = {
	/** Words put before the command. */
	readonly before: readonly string[];
	/** Lets the command's user read a file that we made. */
	give(path: string): void;
};

/** An account that exists on no system by name; Postgres needs a number that is not 0. */
const someone = 61_000;

function works(command: string, args: readonly string[]): boolean {
	try {
		execFileSync(command, args, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** Whether everybody may enter each folder on the way to `path`. */
export function openToAll(path: string): boolean {
	for (let at = resolve(path); ; at = dirname(at)) {
		if (!works('test', ['-d', at])) continue;
		const mode = execFileSync('stat', ['-c', '%a', at]).toString().trim();
		if ((Number.parseInt(mode.at(-1) ?? '0', 8) & 1) === 0) return false;
		if (at === '/') return true;
	}
}

/** Ends the server with its starter, however that one dies; absent on some systems. */
function dyingWithParent(): readonly string[] {
	const flag = ['--pdeathsig', 'INT'];
	return works('setpriv', [...flag, 'true']) ? ['setpriv', ...flag] : [];
}

/**
 * Root: a user namespace where we appear as somebody else (works in root's own home too); where
 * the kernel allows none, another user id, if that user can reach the folder. Anyone else: as is.
 * @throws Error that says what to do when neither works.
 */
export function privilege(folder: string): Privilege {
	const asIs = () => undefined;
	if (process.getuid?.() !== 0) return { before: dyingWithParent(), give: asIs };
	const space = ['--user', '--map-user=1000', '--map-group=1000'];
	if (works('unshare', [...space, 'true']))
		return { before: ['unshare', ...space, ...dyingWithParent()], give: asIs };
	if (works('setpriv', ['--reuid', String(someone), 'true']) && openToAll(folder)) {
		accessSync(folder, constants.W_OK);
		chownSync(folder, someone, someone);
		return {
			before: [
				'setpriv',
				'--reuid',
				String(someone),
				'--regid',
				String(someone),
				'--clear-groups',
				'--pdeathsig',
				'INT'
			],
			give: (path) => {
				chownSync(path, someone, someone);
			}
		};
	}
	throw new Error(
		'Postgres does not run as root and this container allows no user namespaces: run as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL.'
	);
}

/** The command with what has to stand before it. */
export function prefix(
	{ before }: Privilege,
	command: readonly [string, ...string[]]
): [string, ...string[]] {
	const [first = command[0], ...rest] = [...before, ...command];
	return [first, ...rest];
}
