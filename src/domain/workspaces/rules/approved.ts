import * as v from 'valibot';
import { askedChoices } from './asked.ts';
import { ChoicesSchema, type Choices } from './choices.ts';
import type { Asked } from './conflicts.ts';

const Day = v.optional(v.nullable(v.string()), null);
const Data = v.object({
	datasets: v.optional(v.array(v.string()), []),
	columns: v.optional(v.array(v.string()), []),
	cohort: v.optional(
		v.nullable(v.looseObject({ conditions: v.optional(v.array(v.number()), []) })),
		null
	),
	from: Day,
	to: Day
});

const day = (text: string | null): string | null => (text === null || text === '' ? null : text);

/** The choices in force: those that a data manager has set, else what the application asks for. */
export function choicesInForce(set: string | null, safeData: string): Choices {
	const given: unknown = set === null ? askedChoices(JSON.parse(safeData)) : JSON.parse(set);
	return v.parse(ChoicesSchema, given ?? {});
}

/**
 * What choices are judged against before anything is made: the approved application, and which offered
 * columns name organisations. The vault judges again by the tables that are really there.
 */
export function askedOf(
	choices: Choices,
	approved: { readonly safeData: string; readonly cohort: string | null },
	organisations: readonly { readonly dataset: string; readonly name: string }[]
): Asked {
	const data = v.parse(Data, JSON.parse(approved.safeData));
	const counted = v.safeParse(
		Data.entries.cohort,
		approved.cohort === null ? null : JSON.parse(approved.cohort)
	);
	const cohort = data.cohort ?? (counted.success ? counted.output : null);
	return {
		choices,
		organisations: organisations.some(
			({ dataset, name }) =>
				data.datasets.includes(dataset) &&
				(data.columns.length === 0 || data.columns.includes(name))
		),
		conditions: (cohort?.conditions.length ?? 0) > 0,
		dated: [{ name: 'the records', from: day(data.from), to: day(data.to) }]
	};
}
