import * as v from 'valibot';

const Value = v.union([v.string(), v.number(), v.boolean(), v.null()]);

/** What the host did not do, with a sentence for the person. */
export const Failed = v.object({
	ok: v.literal(false),
	error: v.object({ code: v.string(), message: v.string() })
});

/** The first rows of a result. `rowCount` is null when counting all would have taken long. */
export const Table = v.object({
	columns: v.array(v.object({ name: v.string(), type: v.string() })),
	rows: v.array(v.array(Value)),
	rowCount: v.nullable(v.number()),
	truncated: v.boolean()
});

/** Rows of people shown to this person in this project today, of a budget (settled.md 14). */
export const People = v.object({ shownToday: v.number(), budget: v.number() });
