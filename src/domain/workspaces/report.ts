import * as v from 'valibot';
import { Limits } from './limits.ts';
import type { Json } from '#platform/canonical.ts';

const count = v.optional(v.number(), 0);

const Ruling = v.object({
	column: v.string(),
	class: v.string(),
	rule: v.string(),
	output: v.optional(v.string(), '')
});
const Contents = v.array(v.object({ name: v.string(), columns: v.optional(v.array(Ruling), []) }));
const Table = v.object({
	name: v.string(),
	from: v.nullish(v.string(), null),
	to: v.nullish(v.string(), null),
	rowsIn: count,
	personsIn: count,
	rowsOut: count,
	personsOut: count,
	columns: v.optional(v.array(Ruling), [])
});
const Classes = v.object({
	quasiIdentifiers: v.array(v.string()),
	persons: v.number(),
	classes: v.number(),
	minimumK: v.number(),
	uniques: v.number(),
	personsBelowThreshold: v.number(),
	maximumRisk: v.number(),
	meanRisk: v.number(),
	sizes: v.optional(v.array(v.object({ alike: v.string(), persons: v.number() })), [])
});
const Diversity = v.object({
	attribute: v.string(),
	kind: v.picklist(['categorical', 'ordered']),
	distinct: v.number(),
	entropy: v.number(),
	closeness: v.number()
});
const Utility = v.object({
	people: v.number(),
	tables: v.array(
		v.object({
			name: v.string(),
			rowsKept: v.number(),
			columns: v.array(
				v.object({
					column: v.string(),
					entropy: v.nullable(v.number()),
					distance: v.nullable(v.number())
				})
			)
		})
	)
});
/** What older reports do not have. */
const measures = {
	sensitivity: v.optional(v.string(), ''),
	limits: v.optional(Limits, []),
	journalist: v.nullish(
		v.object({
			by: v.array(v.string()),
			highest: v.nullable(v.number()),
			mean: v.nullable(v.number()),
			unknown: v.number()
		})
	),
	diversity: v.optional(v.array(Diversity), []),
	relink: v.nullish(v.object({ attempts: v.number(), certain: v.number(), rate: v.number() })),
	utility: v.nullish(Utility)
};
const Report = v.object({
	at: v.optional(v.string(), ''),
	preset: v.optional(v.string(), ''),
	persons: v.object({
		in: count,
		out: count,
		leftOut: v.optional(v.array(v.object({ reason: v.string(), persons: v.number() })), [])
	}),
	tables: v.optional(v.array(Table), []),
	lists: v.optional(
		v.array(
			v.object({ name: v.string(), asOf: v.string(), rows: v.number(), ageDays: v.number() })
		),
		[]
	),
	exemptions: v.optional(
		v.array(
			v.object({ rule: v.string(), basis: v.nullish(v.string()), ref: v.nullish(v.string()) })
		),
		[]
	),
	kAnonymity: v.nullish(
		v.object({
			threshold: v.number(),
			before: Classes,
			after: Classes,
			...measures,
			unicity: v.array(
				v.object({
					knownEvents: v.number(),
					sampled: v.number(),
					unique: v.number(),
					share: v.number()
				})
			)
		})
	),
	scan: v.nullish(
		v.object({
			passed: v.boolean(),
			findings: v.array(
				v.object({ rule: v.string(), file: v.string(), column: v.string(), message: v.string() })
			),
			dictionary: v.number(),
			canaries: v.nullish(
				v.object({ planted: v.number(), present: v.number(), values: v.number() })
			),
			files: v.number(),
			columns: v.number()
		})
	)
});

/** The vault's report as the gate's page shows it. */
export type Report = v.InferOutput<typeof Report>;

/** Reads a stored report; null when there is none or it is not one (the gate is shut then). */
export function reportOf(stored: Record<string, unknown> | Json): Report | null {
	const parsed = v.safeParse(Report, stored);
	return parsed.success ? parsed.output : null;
}

/** What a snapshot holds, table by table: the part of its report that members may know. */
export type Contents = v.InferOutput<typeof Contents>;

/** Reads stored contents; nothing when there are none. */
export function readContents(stored: Json): Contents {
	const parsed = v.safeParse(Contents, stored);
	return parsed.success ? parsed.output : [];
}

/** Takes out of a report what members may know: names and rulings, and no count. */
export const contentsOf = (report: Json): Contents =>
	(reportOf(report)?.tables ?? []).map(({ name, columns }) => ({ name, columns }));

/** Names of lists as people read them. */
const listNames: Readonly<Record<string, string>> = {
	ndoo_cleaned: 'People without a national opt-out',
	type1: 'People with a type 1 opt-out',
	controller_signup: 'Sign-up of controllers'
};
export const listName = (name: string): string => listNames[name] ?? name.replaceAll('_', ' ');
