import type { Claim } from '#domain/disclosure/masked/claim.ts';

/** One file of a made-up request, and how many figures in it are safe to publish. */
export type Sample = {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly claimed: Claim | null;
	/** Figures that a careful analyst made safe; a finding that fails one of them is a false alarm. */
	readonly safeCells: number;
	/** The fault that was planted in it, and the rules of which at least one must be shown. */
	readonly fault: { readonly name: string; readonly rules: readonly string[] } | null;
};

export const textOf = (lines: readonly (readonly (string | number)[])[]): string =>
	lines.map((line) => `${line.map(quotedCell).join(',')}\n`).join('');

const quotedCell = (cell: string | number): string =>
	/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);

export const sample = (
	name: string,
	content: string | Uint8Array,
	safeCells: number,
	claimed: Claim | null = null
): Sample => ({
	name,
	bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
	claimed,
	safeCells,
	fault: null
});
