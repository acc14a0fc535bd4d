import * as v from 'valibot';

/**
 * What somebody says was done to a file before it was sent, so that it can be held against the file
 * cell by cell. `redacted` is the largest count that was replaced by a mark. Both may be claimed.
 */
export type Claim = {
	readonly redacted: number | null;
	readonly rounding: ClaimedRounding | null;
};

export type ClaimedRounding =
	| { readonly method: 'base'; readonly base: number }
	| { readonly method: 'midpoint6' }
	| { readonly method: 'cell-key' };

const base = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1_000_000));

/** A claim as it is stored with an output or sent with a file. */
export const ClaimSchema: v.GenericSchema<unknown, Claim> = v.strictObject({
	redacted: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
	rounding: v.nullable(
		v.variant('method', [
			v.strictObject({ method: v.literal('base'), base }),
			v.strictObject({ method: v.literal('midpoint6') }),
			v.strictObject({ method: v.literal('cell-key') })
		])
	)
});

/** How a claim is written on the command line and in a form; several are joined with commas. */
export const claimForms = 'rounded 5, midpoint 6, redacted 7, cell key';

/**
 * Reads `rounded 5`, `rounded to 5`, `midpoint 6`, `redacted 7`, `≤ 7 redacted`, `<10 redacted` and
 * `cell key`, one or several with commas. Null when a part is none of these, or two parts disagree.
 */
export function claimFrom(text: string): Claim | null {
	let claim: Claim = { redacted: null, rounding: null };
	for (const part of text.split(/[,;+]| and /).map((one) => one.trim().toLowerCase())) {
		const read = onePart(part);
		if (read === null) return null;
		if (read.redacted !== null && claim.redacted !== null) return null;
		if (read.rounding !== null && claim.rounding !== null) return null;
		claim = {
			redacted: read.redacted ?? claim.redacted,
			rounding: read.rounding ?? claim.rounding
		};
	}
	return claim;
}

function onePart(text: string): Claim | null {
	const rounding = (value: ClaimedRounding): Claim => ({ redacted: null, rounding: value });
	if (/^mid-?point[ -]?6$/.test(text)) return rounding({ method: 'midpoint6' });
	if (/^cell[ -]?keys?$/.test(text)) return rounding({ method: 'cell-key' });
	const rounded = /^round(?:ed|ing)?(?: to)?(?: base)?[ :=]*(\d{1,6})$/.exec(text);
	if (rounded !== null && Number(rounded[1]) >= 2)
		return rounding({ method: 'base', base: Number(rounded[1]) });
	const redacted =
		/^(?:redacted|suppressed)[ :=]*(<=|≤|<)? ?(\d{1,6})$/.exec(text) ??
		/^(?:counts? )?(<=|≤|<) ?(\d{1,6}) (?:redacted|suppressed)$/.exec(text);
	if (redacted === null) return null;
	const upTo = Number(redacted[2]) - (redacted[1] === '<' ? 1 : 0);
	return upTo >= 1 ? { redacted: upTo, rounding: null } : null;
}

/** The claim in words, for findings. */
export function claimWords({ redacted, rounding }: Claim): string {
	const words: string[] = [];
	if (redacted !== null) words.push(`counts of 1 to ${redacted} redacted`);
	if (rounding?.method === 'base') words.push(`rounded to ${rounding.base}`);
	if (rounding?.method === 'midpoint6') words.push('rounded to midpoint 6');
	if (rounding?.method === 'cell-key') words.push('perturbed by cell key');
	return words.join(', ');
}
