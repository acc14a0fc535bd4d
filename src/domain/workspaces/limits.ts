import * as v from 'valibot';

const Limit = v.object({
	name: v.string(),
	words: v.string(),
	value: v.number(),
	bound: v.number(),
	at: v.picklist(['most', 'least']),
	unit: v.picklist(['people', 'share', 'number']),
	holds: v.boolean(),
	blocks: v.boolean(),
	waived: v.boolean()
});
export const Limits = v.array(Limit);

/** One measure of an extract against its limit, as the vault's report has it. */
export type Limit = v.InferOutput<typeof Limit>;

/** Reads the limits out of a stored report; none of an older report. */
export function limitsOf(report: Record<string, unknown> | null): Limit[] {
	const risk = report?.['kAnonymity'];
	if (typeof risk !== 'object' || risk === null || !('limits' in risk)) return [];
	const parsed = v.safeParse(Limits, risk.limits);
	return parsed.success ? parsed.output : [];
}

/** A measure as people read it. */
export const measureInWords = (value: number, unit: Limit['unit']): string =>
	unit === 'share'
		? `${(Math.round(value * 1000) / 10).toLocaleString('en-GB')} %`
		: (Math.round(value * 100) / 100).toLocaleString('en-GB');
