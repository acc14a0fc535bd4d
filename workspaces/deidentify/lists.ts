import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { sha256 } from '#platform/digest.server.ts';
import { literal, number } from './duck.ts';
import { Refusal } from './refusal.ts';
import type { Detail, Run } from './run.ts';
import { readJson } from './source.ts';

export const listNames = ['ndoo_cleaned', 'type1', 'controller_signup'] as const;
export type ListName = (typeof listNames)[number];

const Entry = v.looseObject({
	asOf: v.pipe(v.string(), v.isoDate()),
	rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	previousRows: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))))
});
const Lists = v.record(v.string(), Entry);
type Entry = v.InferOutput<typeof Entry>;

const titles = {
	ndoo_cleaned: 'The list of people without a national data opt-out',
	type1: 'The list of type 1 opt-outs',
	controller_signup: 'The list of controllers that have signed up'
} as const satisfies Record<ListName, string>;

function entryOf(dir: string, name: ListName): Entry {
	const refuse = (what: string) => new Refusal('OPT_OUT_LIST', `${titles[name]} ${what}.`);
	const path = join(dir, 'lists.json');
	if (!existsSync(join(dir, `${name}.parquet`))) throw refuse('is missing; supply it');
	if (!existsSync(path)) throw refuse('has no description; supply lists.json');
	const parsed = v.safeParse(Lists, readJson(path));
	if (!parsed.success) throw refuse('has a description that cannot be read; make lists.json again');
	const found = parsed.output[name];
	if (!found) throw refuse('is not described in lists.json; describe it');
	return found;
}

/**
 * Opens a list as view `list_<name>`, or refuses: missing, changed since it was described, too old
 * at the day of the cut, or suddenly short, which is how a cut-off transfer looks
 * (deidentification.md §4). A cleaned list with nobody on it would remove everyone, so it is
 * refused too.
 */
export async function openList(run: Run, name: ListName): Promise<Detail> {
	const refuse = (what: string) => new Refusal('OPT_OUT_LIST', `${titles[name]} ${what}.`);
	const entry = entryOf(run.listsDir, name);
	const path = join(run.listsDir, `${name}.parquet`);
	if (sha256(readFileSync(path)) !== entry.sha256)
		throw refuse('does not have the checksum that lists.json gives; fetch it again');
	await run.db
		.run(`create or replace temp view list_${name} as select * from read_parquet(${literal(path)})`)
		.catch(() => {
			throw refuse('is not a Parquet file; fetch it again');
		});
	const rows = await number(run.db, `select count(*) from list_${name}`);
	if (rows !== entry.rows)
		throw refuse(
			`has ${String(rows)} rows but lists.json says ${String(entry.rows)}; fetch it again`
		);
	if (rows === 0 && name === 'ndoo_cleaned') throw refuse('is empty; fetch it again');
	const age = Temporal.PlainDate.from(entry.asOf).until(run.rules.at).days;
	const limit = run.rules.optOut.maxListAgeDays;
	if (age > limit)
		throw refuse(
			`is ${String(age)} days old at ${run.rules.at}, more than the ${String(limit)} allowed; fetch a newer one`
		);
	const before = run.previousLists[name] ?? entry.previousRows ?? null;
	if (before !== null && rows < 0.9 * before)
		throw refuse(
			`has shrunk from ${String(before)} rows to ${String(rows)}; check it and fetch it again`
		);
	return { name, asOf: entry.asOf, rows, sha256: entry.sha256, ageDays: age };
}
