import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGroups, watched, type Groups, type Rung } from './groups.ts';
import { launch } from './launch.ts';
import { limits } from './limits.ts';
import { runtime, type Runtime } from './runtime.ts';
import { tools, type Machine, type Tool } from './sandbox.ts';
import { bytes, program } from './seccomp.ts';
import { find } from './tools.ts';

/** What this machine offers for running analysts' code, in words for the pages that show it. */
export type Capabilities = {
	readonly sandbox: boolean;
	readonly root: boolean;
	readonly rung: Rung;
	/** Plain sentences: how runs are kept apart here, or what is missing. */
	readonly says: readonly string[];
	/** The one command that installs what is missing; null when nothing is, or no command would help. */
	readonly install: string | null;
};

export type Found = {
	readonly capabilities: Capabilities;
	/** Null when no sandbox can be made: then nothing runs. */
	readonly machine: Machine | null;
	readonly runtime: Runtime | null;
	/** Removes the filter file. */
	readonly close: () => void;
};

const rungs = {
	'cgroup-v2':
		'Memory and processes of a run are limited by the kernel (control groups, version 2).',
	'cgroup-v1':
		'Memory and processes of a run are limited by the kernel (control groups, version 1).',
	watchdog:
		'Memory of a run is limited by resource limits and a watchdog, because this process may not make control groups.'
} as const satisfies Record<Rung, string>;

const users = {
	root: 'Each workspace runs as a system user of its own.',
	one: 'All workspaces run as one system user, in separate namespaces; start the host as root to give each its own.'
};

/** Scanning goes on without a sandbox (workspaces/scan), and people are told what holds it. */
const scans =
	'Files sent for release are still scanned, held by resource limits and permissions of Node alone, as the user of the host.';

type Options = {
	/** To stand on a lower rung than the machine offers. */
	readonly groups?: Groups;
	readonly look?: (name: Tool) => string | null;
};

/** Looks at this machine and proves a sandbox by starting one. */
export async function capabilities({ groups, look = find }: Options = {}): Promise<Found> {
	const root = process.getuid?.() === 0;
	const missing = (says: string, install: string | null): Found => ({
		capabilities: { sandbox: false, root, rung: 'watchdog', says: [says, scans], install },
		machine: null,
		runtime: null,
		close: () => undefined
	});
	if (process.platform !== 'linux')
		return missing(
			'Analyses need Linux with bubblewrap; this machine has another operating system, so nothing is run.',
			null
		);
	const { arch } = process;
	if (arch !== 'x64' && arch !== 'arm64')
		return missing(`There is no system call filter for ${arch}, so nothing is run.`, null);
	const paths = tools.map((name): [Tool, string | null] => [name, look(name)]);
	const absent = paths.filter(([, path]) => path === null).map(([name]) => name);
	if (absent.length > 0)
		return missing(
			absent.includes('bwrap')
				? 'bubblewrap is not installed, so analyses cannot be kept apart and nothing is run.'
				: `${absent.join(', ')} is not installed, so analyses cannot be kept apart and nothing is run.`,
			installs(absent, root)
		);
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-host-'));
	const filter = join(folder, 'filter.bpf');
	writeFileSync(filter, bytes(program(arch)), { mode: 0o600 });
	const machine: Machine = {
		root,
		tools: Object.fromEntries(paths) as Record<Tool, string>,
		groups: groups ?? (root ? findGroups() : watched),
		filter
	};
	const close = () => {
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const parts = runtime();
		const trouble = await proof(machine, parts);
		if (trouble === null)
			return {
				capabilities: {
					sandbox: true,
					root,
					rung: machine.groups.rung,
					says: [root ? users.root : users.one, rungs[machine.groups.rung]],
					install: null
				},
				machine,
				runtime: parts,
				close
			};
		close();
		return missing(...trouble);
	} catch (error) {
		close();
		const words = error instanceof Error ? error.message : String(error);
		return missing(`A sandbox could not be prepared, so nothing is run: ${firstLine(words)}`, null);
	}
}

const packages: Partial<Record<Tool, string>> = { bwrap: 'bubblewrap', mount: 'mount' };

function installs(absent: readonly Tool[], root: boolean): string {
	const names = new Set(absent.map((name) => packages[name] ?? 'util-linux'));
	return `${root ? '' : 'sudo '}apt-get install -y ${[...names].join(' ')}`;
}

/** Starts one sandbox that answers "here"; null when it did, else a sentence and a command. */
async function proof(machine: Machine, parts: Runtime): Promise<[string, string | null] | null> {
	const ending = await launch(
		machine,
		`proof-${process.pid}-${Date.now()}`,
		{
			uid: 200_000,
			gid: 200_000,
			staged: parts.parts,
			open: parts.libraries,
			environment: { LD_LIBRARY_PATH: parts.libraryPath },
			command: ['/runtime/node', '-e', "require('node:fs').writeSync(4, 'here')"],
			limits: { ...limits, wall: 20_000 }
		},
		''
	).done;
	if (ending.answer.toString() === 'here') return null;
	const why = firstLine(ending.complaint) || `it ended with status ${String(ending.status)}`;
	const blocked = namespacesOff();
	return blocked === null
		? [`bubblewrap is installed but a sandbox did not start, so nothing is run: ${why}`, null]
		: [`This machine lets ordinary users make no namespaces, so nothing is run: ${why}`, blocked];
}

/** The setting that keeps an ordinary user from making namespaces, as the command that changes it. */
function namespacesOff(): string | null {
	const switches = [
		['kernel/unprivileged_userns_clone', '0', '1'],
		['kernel/apparmor_restrict_unprivileged_userns', '1', '0'],
		['user/max_user_namespaces', '0', '10000']
	] as const;
	for (const [name, off, on] of switches) {
		try {
			if (readFileSync(`/proc/sys/${name}`, 'utf8').trim() === off)
				return `sudo sysctl -w ${name.replace('/', '.')}=${on}`;
		} catch {
			continue;
		}
	}
	return null;
}

const firstLine = (words: string): string => words.trim().split('\n')[0]?.slice(0, 300) ?? '';
