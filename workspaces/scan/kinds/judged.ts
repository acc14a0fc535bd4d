import type { FileKind, Finding } from '#domain/disclosure/findings.ts';
import type { Claim } from '#domain/disclosure/masked/audit.ts';
import type { ModelRead } from '#domain/disclosure/models/remedies.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import type { Solver } from '#platform/linear.ts';

/** A file as it came, and what it is held against. */
export type Given = {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly policy: Policy;
	readonly claimed: Claim | null;
	/** Loaded when the first table needs it. */
	readonly solver: () => Promise<Solver>;
	/** A member of an archive: no archive is opened in it. */
	readonly inside: boolean;
};

export type Table = { readonly name: string; readonly rows: readonly (readonly string[])[] };

/** What the reader of one format found. `clean` and `ending` are of what may leave (findings.ts). */
export type Judged = {
	readonly kind: FileKind;
	readonly format: string;
	readonly findings: readonly Finding[];
	readonly media: string;
	readonly clean: Uint8Array | null;
	readonly ending: string;
	readonly tables: readonly Table[];
	/** Of a table that holds results of a model, a survival table or ratios. */
	readonly model?: ModelRead;
};

/** Media type of bytes that nobody should open by themselves. */
export const opaque = 'application/octet-stream';

/** A file of which nothing may leave. */
export const refused = (
	kind: FileKind,
	format: string,
	findings: readonly Finding[],
	tables: readonly Table[] = []
): Judged => ({ kind, format, findings, media: opaque, clean: null, ending: '', tables });
