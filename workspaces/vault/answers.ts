import * as v from 'valibot';
import { CohortSchema } from '#domain/catalogue/cohort.ts';

/** Whether a text is the id of something in the database. */
export const isId = (text: string) => v.is(v.pipe(v.string(), v.uuid()), text);

const day = v.optional(v.nullable(v.union([v.literal(''), v.pipe(v.string(), v.isoDate())])), null);
const nothingAsNull = (text: string | null) => (text === '' ? null : text);
const Day = v.pipe(day, v.transform(nothingAsNull));

const Table = v.union([
	v.pipe(
		v.string(),
		v.transform((name) => ({ name, columns: null, from: null, to: null }))
	),
	v.object({
		name: v.string(),
		columns: v.optional(v.nullable(v.array(v.string())), null),
		from: Day,
		to: Day
	})
]);

/** What an application's "safe-data" section says of the extract; other fields are not ours. */
export const SafeData = v.object({
	datasets: v.optional(v.array(v.string()), []),
	columns: v.optional(v.array(v.string()), []),
	tables: v.optional(v.array(Table), []),
	cohort: v.optional(v.nullable(CohortSchema), null),
	from: Day,
	to: Day
});

export type SafeData = v.InferOutput<typeof SafeData>;
