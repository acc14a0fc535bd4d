import type { Found } from '#workspaces/host/capabilities.ts';
import { watched } from '#workspaces/host/groups.ts';
import { launch, supervise, type Ending } from '#workspaces/host/launch.ts';
import { reserved, type Limits } from '#workspaces/host/limits.ts';
import { find } from '#workspaces/host/tools.ts';
import { detect } from './detect.ts';
import { sandboxed, unboxed, type Parts } from './parts.ts';
import { askMessage, type Ask } from './protocol.ts';

/** System user of scans where the host is root: below those of workspaces, which begin at 200,000. */
const scanUser = 199_999;

let scans = 0;
let parts: Parts | undefined;

/**
 * Starts a child for one file and resolves to how it ended. In a sandbox where one can be made; else
 * with resource limits and Node's permission model alone. Never rejects for what is in the file.
 */
export function limited({ machine }: Found, ask: Ask, limits: Limits): Promise<Ending> {
	const native = ['png', 'jpeg'].includes(detect(ask.bytes).format) || ask.bytes[0] === 0x50;
	const message = askMessage(ask);
	if (machine === null) return bare(native, limits, message);
	parts ??= sandboxed();
	const name = `scan-${process.pid}-${Date.now()}-${scans++}`;
	const cell = {
		...{ uid: scanUser, gid: scanUser, staged: parts.staged, open: parts.open, limits },
		environment: parts.environment,
		command: parts.command(native)
	};
	return launch(machine, name, cell, message).done;
}

/** Without a sandbox: our own user, and limits that the kernel keeps. */
function bare(native: boolean, limits: Limits, message: Uint8Array): Promise<Ending> {
	const prlimit = find('prlimit');
	const held = [
		`--cpu=${limits.cpuSeconds}`,
		`--fsize=${limits.fileBytes}`,
		`--nofile=${limits.openFiles}`,
		`--data=${limits.memory + reserved}`,
		'--core=0'
	];
	const command = [...(prlimit === null ? [] : [prlimit, ...held, '--']), ...unboxed(native)];
	return supervise({ command, filter: null, groups: watched, members: [] }, limits, message).done;
}
