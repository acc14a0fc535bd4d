import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { classOf, type KnownTable } from './catalogue.ts';
import { treatments } from './classes.ts';
import { list, quoted } from './duck.ts';
import { BadInput } from './refusal.ts';
import type { Run } from './run.ts';
import { has, readJson, type SourceColumn } from './source.ts';

const List = v.looseObject({
	id: v.pipe(v.string(), v.nonEmpty()),
	version: v.union([v.string(), v.number()]),
	concepts: v.optional(v.array(v.pipe(v.number(), v.integer())), []),
	codes: v.optional(v.array(v.string()), [])
});
export type SensitiveList = v.InferOutput<typeof List>;

/**
 * The controllers' lists of sensitive codes (class C17): `sensitive.json` beside the other lists,
 * `[{ id, version, concepts, codes }]`. None is there when no controller has supplied one.
 * @throws BadInput when the file cannot be read: rows must not leave because of a typing error.
 */
export function sensitiveLists(dir: string): readonly SensitiveList[] {
	const path = join(dir, 'sensitive.json');
	if (!existsSync(path)) return [];
	const parsed = v.safeParse(v.array(List), readJson(path));
	if (!parsed.success)
		throw new BadInput(
			`${path}: ${v.getDotPath(parsed.issues[0]) ?? 'the document'}: ${parsed.issues[0].message}.`
		);
	return parsed.output;
}

/** SQL: whether no code of a row `r` is on a list that the project holds no approval for. */
export function withoutSensitive(
	{ rules, source, listsDir }: Pick<Run, 'rules' | 'source' | 'listsDir'>,
	table: KnownTable,
	columns: readonly SourceColumn[]
): string {
	const held = sensitiveLists(listsDir).filter(({ id }) => !rules.sensitiveLists.includes(id));
	const [concepts, codes] = [held.flatMap((l) => l.concepts), held.flatMap((l) => l.codes)];
	const below = has(source, 'concept_ancestor')
		? ` union all select descendant_concept_id from src_concept_ancestor where ancestor_concept_id in (${list(concepts)})`
		: '';
	const parts = columns
		.filter(({ name }) => {
			const known = table.columns.find((column) => column.name === name);
			const code = known ? classOf(known) : null;
			return code !== null && ['code', 'sensitive'].includes(treatments[code]);
		})
		.flatMap(({ name, type }) => {
			const column = `r.${quoted(name)}`;
			const whole = type.includes('INT');
			if ((whole ? concepts : codes).length === 0) return [];
			const among = whole
				? `select unnest([${list(concepts)}])${below}`
				: `select unnest([${list(codes)}])`;
			return [`(${column} is null or ${column} not in (${among}))`];
		});
	return parts.length === 0 ? 'true' : parts.join(' and ');
}
