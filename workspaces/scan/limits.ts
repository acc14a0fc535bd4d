import type { Limits } from '#workspaces/host/limits.ts';

const MiB = 1024 * 1024;

/** What the scan of one file may use. A usual file takes a twentieth of it. */
export const scanLimits: Limits = {
	memory: 1024 * MiB,
	wall: 30_000,
	cpuSeconds: 25,
	processes: 128,
	openFiles: 128,
	fileBytes: 0,
	scratchBytes: MiB,
	scratchFiles: 10,
	answerBytes: 32 * MiB,
	errorBytes: 8 * 1024
};

/** Memory that JavaScript objects of a scan may take, in MiB. */
export const heap = 640;
