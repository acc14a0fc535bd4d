import { createHmac } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { CohortSchema } from '#domain/catalogue/cohort.ts';
import { normalised } from '../dictionary.ts';
import { list, literal, number, openDuck, quoted, rows } from '../duck.ts';
import { found, type Finding } from '../look.ts';
import { deriveKey, installMacros } from '../pseudonym.ts';
import type { Run, Step } from '../run.ts';
import { cohort } from '../steps/cohort.ts';
import { cut } from '../steps/cut.ts';
import { optOuts } from '../steps/opt-outs.ts';
import { pseudonyms } from '../steps/pseudonyms.ts';
import { signUp } from '../steps/sign-up.ts';
import { canaries, planted } from './people.ts';
import { plant } from './plant.ts';

export type Followed = {
	readonly findings: readonly Finding[];
	readonly planted: number;
	/** Planted people whose pseudonym is where it should be. */
	readonly present: number;
	/** Values of theirs that were looked for. */
	readonly values: number;
};

const treatment: readonly Step[] = [cohort, signUp, optOuts, cut, pseudonyms];

/** A day inside every period that the rules ask for, so that no planted row is out of it. */
function dayInside({ tables, at }: Run['rules']): string {
	const from = tables.map((table) => table.from ?? '').reduce((a, b) => (a > b ? a : b), '');
	const to = tables.map((table) => table.to ?? at).reduce((a, b) => (a < b ? a : b), at);
	const last = Temporal.PlainDate.from(to);
	if (from === '') return last.subtract({ days: 400 }).toString();
	const first = Temporal.PlainDate.from(from);
	return first.add({ days: Math.floor(first.until(last).days / 2) }).toString();
}

/** A pseudonym as node:crypto makes it, apart from the engine's own code (deidentification.md §4). */
function pseudonym(key: Uint8Array, text: string): string {
	const hash = createHmac('sha256', key).update(text).digest();
	hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
	hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
	const hex = hash.toString('hex');
	return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([a, b]) => hex.slice(a, b)).join('-'); // prettier-ignore
}

/** The rules of the run for people whom every list lets through: what is tried is the columns. */
const forCanaries = (rules: Run['rules']): Run['rules'] => ({
	...rules,
	optOut: { ...rules.optOut, ndoo: 'exempt', t1oo: 'exempt', signUp: 'exempt' },
	population: { cohort: v.parse(CohortSchema, {}) },
	withoutControllers: []
});

type Column = { readonly name: string; readonly type: string };

async function columnsOf(run: Run, path: string): Promise<Column[]> {
	const columns = await rows(run.db, `describe select * from read_parquet(${literal(path)})`);
	return columns.map((row) => ({
		name: String(row['column_name']),
		type: String(row['column_type'])
	}));
}

async function leaks(run: Run, file: string, path: string): Promise<Finding[]> {
	const findings: Finding[] = [];
	const from = `read_parquet(${literal(path)})`;
	for (const { name: column } of await columnsOf(run, path)) {
		const hits = await number(
			run.db,
			`select count(distinct s.value) from secret s, (select distinct ${normalised(quoted(column))} as value from ${from}) c
			where contains(c.value, s.value)`
		);
		if (hits > 0)
			findings.push(found({ file, column, from }, 'canary', hits, 'identifiers of planted people'));
	}
	return findings;
}

type Held = { readonly path: string; readonly isUuid: boolean };

const withPeople = async (run: Run, folder: string): Promise<Held[]> => {
	const held: Held[] = [];
	for (const file of readdirSync(folder).sort()) {
		if (!file.endsWith('.parquet')) continue;
		const path = join(folder, file);
		const person = (await columnsOf(run, path)).find(({ name }) => name === 'person_id');
		if (person) held.push({ path, isUuid: person.type === 'UUID' });
	}
	return held;
};

/** SQL: planted people in some files. As UUIDs they are looked for where a sorted file can hold them. */
const holding = (files: readonly Held[], pids: readonly string[]): string =>
	files
		.map(({ path, isUuid }) => {
			const own = isUuid
				? `in (${pids.map((pid) => `${literal(pid)}::uuid`).join(', ')})`
				: `::varchar in (${list(pids)})`;
			return `select person_id::varchar as person_id from read_parquet(${literal(path)}) where person_id ${own}`;
		})
		.join(' union ');

const finding = (rule: string, values: number, message: string): Finding => ({
	rule,
	file: 'the extract',
	column: '',
	values,
	message
});

async function look(run: Run, real: Run, secrets: readonly string[]): Promise<Followed> {
	await run.db.run(
		`create table secret as select unnest([${secrets.map(literal).join(', ')}]) as value`
	);
	const findings: Finding[] = [];
	for (const file of readdirSync(run.release).sort())
		findings.push(...(await leaks(run, file, join(run.release, file))));
	const key = deriveKey(run.master, run.rules.project, 'person');
	const { kind } = run.rules.personKey;
	const pids = canaries.map(({ nhs, person }) =>
		pseudonym(key, kind === 'nhs' ? nhs : String(person))
	);
	key.fill(0);
	const made = await withPeople(run, run.release);
	const present =
		made.length === 0 ? 0 : await number(run.db, `select count(*) from (${holding(made, pids)})`);
	if (present < planted)
		findings.push(
			finding(
				'canary-lost',
				planted - present,
				`${String(planted - present)} of ${String(planted)} planted people were not found under their pseudonym: people are lost, or pseudonyms are not what the key makes.`
			)
		);
	const kept = await withPeople(run, real.release);
	const left =
		kept.length === 0 ? 0 : await number(run.db, `select count(*) from (${holding(kept, pids)})`);
	if (left > 0)
		findings.push(
			finding(
				'canary-left',
				left,
				`${String(left)} planted people are among the rows to be released.`
			)
		);
	return { findings, planted, present, values: secrets.length };
}

/**
 * Sends twenty synthetic people through the same steps, rules and key as everybody, in a source of
 * their own beside the real one, and looks for each of their values in every column that comes out.
 * They must be absent by value and present by pseudonym, and no row of the release may be theirs
 * (deidentification.md §5.3; decision 30 says why they go beside the others and not among them).
 */
export async function followCanaries(
	run: Run,
	steps: readonly Step[] = treatment
): Promise<Followed> {
	const folder = join(run.work ?? run.release, 'canaries');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const duck = await openDuck(null);
	try {
		await installMacros(duck.db);
		const rules = forCanaries(run.rules);
		const secrets = await plant(duck.db, run, dayInside(run.rules));
		const beside: Run = {
			...run,
			db: duck.db,
			rules,
			work: null,
			release: folder,
			share: undefined, // planted people go beside the others, never among what is shared
			details: new Map()
		};
		for (const step of steps) beside.details.set(step.name, await step.run(beside));
		return await look(beside, run, secrets);
	} finally {
		duck.close();
		rmSync(folder, { recursive: true, force: true });
	}
}
