import type { Limits } from '../limits.ts';

/** Sizes of a workspace, as its project bought them. */
export const sizes = ['S', 'M', 'L'] as const;
export type Size = (typeof sizes)[number];

export type SizeLimits = {
	/** Of the whole session: all its interpreters, their processes and its frames. */
	readonly limits: Limits;
	/** Bytes and files of the frames that languages hand each other; they count as memory too. */
	readonly frameBytes: number;
	readonly frameFiles: number;
	/** Milliseconds without a cell, after which the session ends. */
	readonly idle: number;
	readonly threads: number;
};

const MiB = 1024 * 1024;
const minute = 60_000;

const sized = (memory: number, cell: number, idle: number, threads: number): SizeLimits => ({
	limits: {
		memory: memory * MiB,
		wall: cell * minute,
		cpuSeconds: cell * 60 * 24, // of one interpreter's whole life
		processes: 256,
		openFiles: 512,
		fileBytes: (memory / 4) * MiB,
		scratchBytes: 64 * MiB,
		scratchFiles: 1000,
		answerBytes: 8 * MiB,
		errorBytes: 16 * 1024
	},
	frameBytes: (memory / 2) * MiB,
	frameFiles: 4000,
	idle: idle * minute,
	threads
});

/** Memory in MiB, the longest cell and the longest rest in minutes, threads of one interpreter. */
export const sizeLimits: Readonly<Record<Size, SizeLimits>> = {
	S: sized(2048, 5, 20, 1),
	M: sized(4096, 20, 30, 2),
	L: sized(16_384, 60, 60, 4)
};
