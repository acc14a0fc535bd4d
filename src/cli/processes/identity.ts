import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	lchownSync,
	mkdirSync,
	readdirSync,
	statSync
} from 'node:fs';
import { join } from 'node:path';
import { openToAll } from '#db/privilege.ts';
import type { ProcessRole } from '#db/process-roles.ts';

/**
 * Which user each process runs as (settled.md 2). Root gives each its own number; the host stays
 * root, for it gives every workspace a user of its own. One ordinary user runs all four as itself.
 */
export type Identity = {
	readonly separated: boolean;
	/** What the admin and workspace pages say about the separation that is missing, if any. */
	readonly missing: string | null;
	/** The words before a process's command, and the folders as that process sees them. */
	enter(role: ProcessRole): {
		readonly before: readonly string[];
		readonly root: string;
		readonly home: string;
	};
};

const group = 61_000;
const users: Record<ProcessRole, number> = {
	portal: 61_001,
	worker: 61_002,
	vault: 61_003,
	host: 0
};

/** Folders of `$ALDGATE_HOME`, who owns them and who else may look. */
const folders: readonly { name: string; owner: ProcessRole; mode: number }[] = [
	{ name: 'keys', owner: 'vault', mode: 0o700 },
	{ name: 'warehouse', owner: 'vault', mode: 0o700 },
	{ name: 'vault', owner: 'vault', mode: 0o700 },
	{ name: 'snapshots', owner: 'vault', mode: 0o711 },
	{ name: 'objects', owner: 'portal', mode: 0o2770 },
	{ name: 'run', owner: 'vault', mode: 0o2770 }
];

export function identity(root: string, home: string): Identity {
	const rooted = process.getuid?.() === 0 && works('setpriv', ['--reuid', '61001', 'true']);
	// the processes' users pass through the home to their own folders, also when it was made for root alone
	if (rooted) chmodSync(home, (statSync(home).mode & 0o7777) | 0o011);
	for (const { name, owner, mode } of folders) {
		const path = join(home, name);
		const fresh = !existsSync(path);
		mkdirSync(path, { recursive: true });
		if (rooted) own(path, users[owner]);
		if (fresh || rooted) chmodSync(path, rooted ? mode : mode & 0o700);
	}
	if (!rooted)
		return {
			separated: false,
			missing:
				'Portal, worker, vault and host run as one user here, so only their code keeps them apart. Start Aldgate as root, or run each as its own user.',
			enter: () => ({ before: dying, root, home })
		};
	const inside = openToAll(root) && openToAll(home) ? null : '/run/aldgate';
	return {
		separated: true,
		missing: null,
		enter: (role) => entrance(role, root, home, inside)
	};
}

function works(command: string, args: readonly string[]): boolean {
	try {
		execFileSync(command, args, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

const dying: readonly string[] = works('setpriv', ['--pdeathsig', 'TERM', 'true'])
	? ['setpriv', '--pdeathsig', 'TERM']
	: [];

/**
 * When the clone lies under a folder that the process's user may not enter (root's own home), the
 * process gets a mount namespace of its own in which the same folders lie under /run/aldgate.
 */
function entrance(role: ProcessRole, root: string, home: string, inside: string | null) {
	const user = users[role];
	const drop =
		user === 0
			? dying
			: [
					'setpriv',
					'--reuid',
					String(user),
					'--regid',
					String(group),
					'--clear-groups',
					'--no-new-privs',
					'--pdeathsig',
					'TERM'
				];
	if (inside === null || user === 0) return { before: drop, root, home };
	const [app, data] = [`${inside}/app`, `${inside}/home`];
	const script = `mkdir -p ${app} ${data} && mount --bind "$1" ${app} && mount --bind "$2" ${data} && shift 2 && cd ${app} && exec "$@"`;
	return {
		before: ['unshare', '-m', 'sh', '-c', script, 'aldgate', root, home, ...drop],
		root: app,
		home: data
	};
}

function own(path: string, user: number): void {
	chownSync(path, user, group);
	for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
		lchownSync(join(entry.parentPath, entry.name), user, group);
}
