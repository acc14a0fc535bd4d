import * as v from 'valibot';
import { dateModes, presets, type Choices } from './choices.ts';

const Asked = v.object({
	preset: v.optional(v.picklist(presets)),
	dates: v.optional(v.picklist(dateModes)),
	datesReason: v.optional(v.string(), '')
});

/**
 * The choices that an application's "safe data" make: which preset, how days leave, and why. Null when
 * an answer is none that the form offers, so that nobody's extract is made by a guess.
 */
export function askedChoices(safeData: unknown): Partial<Choices> | null {
	const given = v.safeParse(v.record(v.string(), v.unknown()), safeData ?? {});
	if (!given.success) return null;
	const answered = Object.fromEntries(
		Object.entries(given.output).filter(([, value]) => value !== '' && value !== null)
	);
	const parsed = v.safeParse(Asked, answered);
	if (!parsed.success) return null;
	const { preset, dates, datesReason } = parsed.output;
	const reason = datesReason.trim();
	return {
		...(preset ? { preset } : {}),
		...(dates
			? {
					dates: {
						mode: dates,
						index: 'first-record',
						preserveWeekday: false,
						clip: 'narrow'
					} as const
				}
			: {}),
		...(reason === '' ? {} : { reasons: { dates: reason } })
	};
}
