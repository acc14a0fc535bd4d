import { limits } from './classes.ts';
import { literal, quoted, rows } from './duck.ts';
import { groupOf } from './groups.ts';
import type { Limit, Output, Plan } from './plan.ts';
import { rollUp, widerIcd } from './rare-codes.ts';
import { keep, type Run } from './run.ts';
import { has } from './source.ts';
import type { Cut } from './tables.ts';
import { keepBounds, type Bounds } from './trims.ts';

/** What counting the extract's people has decided: scratch tables, by `table.column`. */
export type Limited = {
	/** Tables (code, becomes) of codes that leave as another one, or as none. */
	readonly codes: Readonly<Record<string, string>>;
	/** Tables of lowest and highest values. */
	readonly values: Readonly<Record<string, Bounds>>;
	/** Tables (site, code) of trusts that may be named. */
	readonly trusts: Readonly<Record<string, string>>;
};

/** Before anybody was counted: for the plan alone, never for a release. */
export const noLimits: Limited = { codes: {}, values: {}, trusts: {} };

const isWhole = (type: string) => type.includes('INT');

/** Applies what was counted to a table's outputs; `joins` are what they then need. */
export function withLimits(table: string, plan: Plan, counted: Limited) {
	const joins: string[] = [];
	const apply = (output: Output): Output => {
		const { limit } = output;
		if (!limit) return output;
		const column = `r.${quoted(limit.column)}`;
		const name = `${table}.${limit.column}`;
		const alias = `l${String(joins.length)}`;
		if (limit.kind === 'value') {
			const bounds = counted.values[name];
			if (!bounds) return output;
			joins.push(`left join ${quoted(bounds.table)} ${alias}
				on ${alias}.concept = ${bounds.concept} and ${alias}.unit = ${bounds.unit}`);
			const held = `least(greatest(${column}, ${alias}.low), ${alias}.high)`;
			const sql = isWhole(limit.type)
				? held // decimals cannot be rounded to a number of places that is no constant
				: `round((${held})::double, ${alias}.decimals)`;
			return {
				...output,
				sql: `case when ${alias}.low is not null then (${sql})::${limit.type} end`
			};
		}
		const found = limit.kind === 'code' ? counted.codes[name] : counted.trusts[name];
		if (found === undefined) return output;
		joins.push(`left join ${quoted(found)} ${alias} on ${alias}.code = ${column}::varchar`);
		return limit.kind === 'trust'
			? { ...output, sql: `${alias}.becomes` }
			: {
					...output,
					sql: `case when ${alias}.code is null then ${output.sql} else ${alias}.becomes::${limit.type} end`
				};
	};
	return { plan: { ...plan, outputs: plan.outputs.map(apply) }, joins };
}

type CodeLimit = Extract<Limit, { kind: 'code' }>;

/** People by code where they are few, and the codes that enough people have. */
async function countCodes({ db }: Run, cut: Cut, { column }: CodeLimit) {
	const source = cut.source;
	const name = quoted(column);
	const least = String(limits.minimumPersons);
	const counted = (from: string) =>
		`select r.${name}::varchar as code, r.person_place as place ${cut.rows(from)} and r.${name} is not null`;
	// people by 64 groups of places: at least as many people as groups, in a fraction of the time
	const groups = 'bit_count(bit_or(1::ubigint << (place % 64)::ubigint))';
	const many = new Set(
		(
			await rows(
				db,
				`select code::varchar as code from (select r.${name} as code, r.person_place as place ${cut.rows(source)} and r.${name} is not null)
				group by code having ${groups} >= ${least}`
			)
		).map(({ code }) => String(code))
	);
	const known = [...many].map(literal).join(', ');
	const rest = `(select * from ${source} where ${name} is not null ${known === '' ? '' : `and ${name}::varchar not in (${known})`})`;
	const few = new Map<string, number[]>();
	for (const row of await rows(
		db,
		`select code, case when count(distinct place) < ${least} then list(distinct place) end as places
		from (${counted(rest)}) group by code`
	))
		if (Array.isArray(row['places'])) few.set(String(row['code']), row['places'].map(Number));
		else many.add(String(row['code']));
	return { few, many };
}

/** Wider codes of some codes, nearest first: by the vocabulary, or by the shape of the code. */
async function widerOf(run: Run, codes: readonly string[], type: string) {
	if (!isWhole(type)) return new Map(codes.map((code) => [code, widerIcd(code)]));
	const wider = new Map<string, string[]>();
	if (codes.length === 0 || !has(run.source, 'concept_ancestor')) return wider;
	for (const row of await rows(
		run.db,
		`select descendant_concept_id::varchar as code, ancestor_concept_id::varchar as wider
		from src_concept_ancestor
		where descendant_concept_id in (${codes.join(', ')}) and ancestor_concept_id <> descendant_concept_id
		order by 1, min_levels_of_separation, ancestor_concept_id`
	)) {
		const code = String(row['code']);
		wider.set(code, [...(wider.get(code) ?? []), String(row['wider'])]);
	}
	return wider;
}

/** Everything that must leave as something else. A column of concepts has 0 for "none". */
async function replaced(run: Run, cut: Cut, limit: CodeLimit): Promise<Map<string, string>> {
	const { few, many } = await countCodes(run, cut, limit);
	const none = isWhole(limit.type) ? '0' : null;
	many.delete('0');
	few.delete('0');
	const text = (map: Map<string, string | null>) =>
		new Map([...map].map(([code, as]): [string, string] => [code, as ?? none ?? '']));
	const five = limit.among === 'ethnicity' && run.rules.ethnicity === 'five';
	const wider =
		limit.among === 'sex'
			? new Map<string, string[]>()
			: await widerOf(run, [...few.keys(), ...(five ? many : [])], limit.type);
	if (!five) return text(rollUp({ few, many, wider, least: limits.minimumPersons }));
	// each category by its group; a group that few people have is "not known"
	const groups = new Map(
		[...few.keys(), ...many].map((code): [string, string | null] => [
			code,
			groupOf(code, wider.get(code) ?? [])
		])
	);
	const enough = new Set([...many].map((code) => groups.get(code) ?? null));
	for (const group of new Set(groups.values())) {
		const those = [...few]
			.filter(([code]) => groups.get(code) === group)
			.flatMap(([, places]) => places);
		if (!enough.has(group) && new Set(those).size < limits.minimumPersons)
			for (const [code, of] of groups) if (of === group) groups.set(code, null);
	}
	return text(new Map([...groups].filter(([code, group]) => code !== group)));
}

async function keepCodes(run: Run, cut: Cut, limit: CodeLimit): Promise<[string, string] | null> {
	const found = await replaced(run, cut, limit);
	if (found.size === 0) return null;
	const name = `limit_code_${cut.name}_${limit.column}`;
	const values = [...found].map(
		([code, as]) => `(${literal(code)}, ${as === '' ? 'null' : literal(as)})`
	);
	await keep(
		run,
		name,
		`select code::varchar as code, becomes::varchar as becomes from (values ${values.join(', ')}) v(code, becomes)`
	);
	return [`${cut.name}.${limit.column}`, name];
}

/** Trusts with enough people in the extract, by their site: the true code of these may leave. */
async function keepTrusts(run: Run, cut: Cut, column: string): Promise<[string, string]> {
	const name = `limit_trust_${cut.name}_${column}`;
	const known =
		has(run.source, 'controller') && has(run.source, 'care_site', 'care_site_source_value');
	await keep(
		run,
		name,
		known
			? `select s.care_site_id::varchar as code, any_value(c.code) as becomes
				from (select distinct r.${quoted(column)} as site, r.person_place as place ${cut.rows(cut.source)}) e
				join src_care_site s on s.care_site_id = e.site
				join src_controller c on c.code = s.care_site_source_value and c.kind = 'trust'
				group by s.care_site_id having count(*) >= ${String(limits.minimumOfTrust)}`
			: 'select null::varchar as code, null::varchar as becomes where false'
	);
	return [`${cut.name}.${column}`, name];
}

/** Counts the people of the extract wherever a rule depends on how many there are. */
export async function countLimits(run: Run, cuts: readonly Cut[]): Promise<Limited> {
	const codes: Record<string, string> = {};
	const values: Record<string, Bounds> = {};
	const trusts: Record<string, string> = {};
	for (const cut of cuts)
		for (const { limit } of cut.plan.outputs) {
			if (!limit) continue;
			if (limit.kind === 'code') {
				const kept = await keepCodes(run, cut, limit);
				if (kept) codes[kept[0]] = kept[1];
			} else if (limit.kind === 'trust') {
				const [at, name] = await keepTrusts(run, cut, limit.column);
				trusts[at] = name;
			} else values[`${cut.name}.${limit.column}`] = await keepBounds(run, cut, limit);
		}
	return { codes, values, trusts };
}
