import type { Language } from '../library.ts';
import type { Measured } from '../meter/reading.ts';
import type { Told } from './interpreter.ts';
import type { Asked } from './request.ts';
import type { Size } from './sizes.ts';

export type State = 'starting' | 'ready' | 'running' | 'idle' | 'stopped';

export type Frame = {
	readonly name: string;
	readonly rows: number;
	readonly columns: readonly string[];
};

export type Session = {
	readonly id: string;
	readonly person: string;
	readonly workspace: string;
	readonly projectId: string;
	readonly snapshotId: string;
	readonly size: Size;
	readonly startedAt: Temporal.Instant;
	readonly frames: Map<string, Frame>;
	readonly state: () => State;
	readonly usedAt: () => Temporal.Instant;
	readonly running: () => { run: string; language: Language; since: Temporal.Instant } | null;
	readonly started: () => Language[];
	readonly ended: () => string | null;
	/** Control groups that hold all of it, for those who measure; empty on the watchdog's rung. */
	readonly members: () => readonly string[];
	/** Runs one cell. A sentence when it could not begin. Never rejects. */
	readonly run: (asked: Asked) => Promise<Told | Fault>;
	readonly interrupt: () => boolean;
	/** Ends all at once; `why` is a sentence for the person. */
	readonly stop: (why: string) => void;
};
export type Fault = { readonly code: string; readonly message: string };

export type Opening = {
	readonly person: string;
	readonly workspace: string;
	readonly projectId: string;
	readonly snapshotId: string;
	/** Folder of the snapshot. */
	readonly snapshot: string;
	/** Folder of the files that the project shares, where there is one. */
	readonly shared?: string | null;
	readonly size: Size;
	readonly now: () => Temporal.Instant;
	/** Follows what it uses; the answer is called when it ends. */
	readonly measure?: ((measured: () => Measured) => () => void) | undefined;
};
