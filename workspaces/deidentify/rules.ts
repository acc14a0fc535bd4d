import * as v from 'valibot';
import { CohortSchema, purposes } from '#domain/catalogue/cohort.ts';
import { choiceEntries, dateModes } from '#domain/workspaces/rules/choices.ts';
import { limitNames, sensitivities } from './metrics/limits.ts';
import { BadInput } from './refusal.ts';

const day = v.pipe(v.string(), v.isoDate('should be a date such as 2026-11-01'));
const name = v.pipe(
	v.string(),
	v.regex(/^[a-z][a-z0-9_]{0,62}$/, 'should be a lower-case name such as person')
);
const handling = v.optional(v.picklist(['apply', 'exempt'], 'should be apply or exempt'), 'apply');

const Table = v.strictObject({
	name,
	columns: v.optional(v.nullable(v.pipe(v.array(name), v.nonEmpty('should list a column')))),
	from: v.optional(v.nullable(day), null),
	to: v.optional(v.nullable(day), null),
	/** A date mode of the table's own: one that differs from the project's is a conflict. */
	dates: v.optional(v.picklist(dateModes, `should be one of ${dateModes.join(', ')}`))
});

const Class = v.pipe(v.string(), v.regex(/^C(0[1-9]|1\d|2[0-4])$/, 'should be a class C01 to C24'));

/**
 * Who is taken out, and on what ground not. `apply` is the default; `exempt` needs a basis and a
 * reference, which go into the report and the manifest (deidentification.md §4).
 */
const OptOut = v.strictObject({
	ndoo: handling,
	t1oo: handling,
	signUp: handling,
	basis: v.optional(v.string(), ''),
	ref: v.optional(v.string(), ''),
	maxListAgeDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(21)), 21)
});

const words = (what: string) => v.pipe(v.string(), v.trim(), v.nonEmpty(`should say ${what}`));
const Waiver = v.strictObject({
	limit: v.picklist(limitNames, `should be one of ${limitNames.join(', ')}`),
	reason: words('why'),
	until: day,
	approver: words('who approved it')
});

/** The extract part of "deid/1" (settled.md 21, interfaces.md). */
export const RulesSchema = v.strictObject({
	schema: v.optional(v.literal('deid/1', 'should be deid/1'), 'deid/1'),
	...choiceEntries,
	project: v.pipe(
		v.string(),
		v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'should be letters, digits, dots and dashes')
	),
	purpose: v.picklist(purposes, `should be one of ${purposes.join(', ')}`),
	at: day,
	personKey: v.optional(
		v.strictObject({ kind: v.picklist(['nhs', 'opaque'], 'should be nhs or opaque') }),
		{ kind: 'nhs' }
	),
	optOut: v.optional(OptOut, {}),
	population: v.optional(v.strictObject({ cohort: v.optional(CohortSchema, {}) }), { cohort: {} }),
	/** Decides the limits of the gate (deidentification.md §6). */
	sensitivity: v.optional(
		v.picklist(sensitivities, `should be one of ${sensitivities.join(', ')}`),
		'standard'
	),
	/** Limits that somebody of information governance set aside, until a day. */
	waivers: v.optional(v.array(Waiver), []),
	/** Controllers whose upheld objection takes their rows out of this study. */
	withoutControllers: v.optional(v.array(v.string()), []),
	/** Classes for a source that comes without a catalogue of its own. */
	columns: v.optional(
		v.array(v.strictObject({ table: name, name, type: v.string(), class: Class })),
		[]
	),
	tables: v.pipe(v.array(Table), v.nonEmpty('should name at least one table'))
});

export type Rules = v.InferOutput<typeof RulesSchema>;

/**
 * Reads a rule set. `file` is only used to say where a mistake is.
 * @throws BadInput with the place of the first mistake.
 */
export function parseRules(input: unknown, file = 'rules'): Rules {
	const parsed = v.safeParse(RulesSchema, input);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw new BadInput(`${file}: ${v.getDotPath(issue) ?? 'the document'}: ${issue.message}.`);
	}
	const rules = parsed.output;
	const twice = rules.tables.find((t, i) => rules.tables.findIndex((o) => o.name === t.name) < i);
	if (twice) throw new BadInput(`${file}: tables: ${twice.name} is listed twice; list it once.`);
	const { ndoo, t1oo, signUp, basis, ref } = rules.optOut;
	const exempt = [ndoo, t1oo, signUp].includes('exempt');
	if (exempt && (basis.trim() === '' || ref.trim() === ''))
		throw new BadInput(
			`${file}: optOut: an exemption needs its basis and its reference; add "basis" and "ref".`
		);
	return rules;
}
