import { join } from 'node:path';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planted } from '../../workspaces/deidentify/canaries/people.ts';
import { followCanaries, type Followed } from '../../workspaces/deidentify/canaries/follow.ts';
import { steps } from '../../workspaces/deidentify/engine.ts';
import type { Run, Step } from '../../workspaces/deidentify/run.ts';
import { cohort } from '../../workspaces/deidentify/steps/cohort.ts';
import { cut } from '../../workspaces/deidentify/steps/cut.ts';
import { optOuts } from '../../workspaces/deidentify/steps/opt-outs.ts';
import { pseudonyms } from '../../workspaces/deidentify/steps/pseudonyms.ts';
import { signUp } from '../../workspaces/deidentify/steps/sign-up.ts';
import { ran, rulesFor, scene } from './deidentify-scene.ts';

let place: Awaited<ReturnType<typeof scene>>;
beforeAll(async () => {
	place = await scene(600);
}, 120_000);
afterAll(() => {
	place.remove();
});

type Finding = { rule: string; file: string; column: string; message: string };
const insert = (before: string, step: Step): Step[] =>
	steps.flatMap((one) => (one.name === before ? [step, one] : [one]));

async function findings(over: (run: Run) => Promise<void>): Promise<Finding[]> {
	const spoil: Step = {
		name: 'spoil',
		title: 'Spoil the release',
		async run(run) {
			await over(run);
			return {};
		}
	};
	const { report } = await ran({
		source: place.source,
		lists: place.lists,
		rules: rulesFor(),
		out: place.out(),
		steps: insert('scan', spoil)
	});
	expect(report.gate['verdict']).toBe('shut');
	return (report['scan'] as unknown as { findings: Finding[] }).findings;
}

/** Rewrites a released file; the query may name its rows as `r`, identities as `i`. */
async function alter(run: Run, file: string, columns: string, to = file): Promise<void> {
	const path = join(run.release, file);
	await run.db.run(`copy (select ${columns} from read_parquet('${path}') r
		left join pids p on p.pid = r.person_id left join src_identity i on i.person_id = p.person_id)
		to '${run.release}/new.parquet' (format parquet)`);
	await run.db.run(`copy (from read_parquet('${run.release}/new.parquet'))
		to '${join(run.release, to)}' (format parquet)`);
	const { rmSync } = await import('node:fs');
	rmSync(join(run.release, 'new.parquet'));
}

const columnsHit = (found: readonly Finding[], rule: string) =>
	found.filter((one) => one.rule === rule).map(({ column }) => column);

describe('what somebody tries to smuggle', () => {
	test('an identifier in a column that was renamed', async () => {
		const found = await findings((run) => alter(run, 'death.parquet', 'r.*, i.address as unit'));
		expect(columnsHit(found, 'dictionary')).toContain('unit');
	});

	test('a birth date under another name', async () => {
		const found = await findings((run) =>
			alter(run, 'person.parquet', 'r.*, i.birth_date as registered_on')
		);
		expect(columnsHit(found, 'birth-date')).toContain('registered_on');
	});

	test('names in the middle of notes', async () => {
		const found = await findings((run) =>
			alter(
				run,
				'condition_occurrence.parquet',
				`r.*, 'seen with ' || i.given_name || ' ' || i.family_name || ' today' as remark`
			)
		);
		expect(columnsHit(found, 'dictionary-words')).toContain('remark');
	});

	test('a name in the name of a file', async () => {
		const found = await findings(async (run) => {
			const [row] = (
				await run.db.runAndReadAll(
					`select family_name from src_identity where length(family_name) >= 6 limit 1`
				)
			).getRowObjectsJson();
			const name = (row as { family_name: string }).family_name.toLowerCase();
			await alter(run, 'death.parquet', 'r.*', `${name}_deaths.parquet`);
		});
		expect(columnsHit(found, 'dictionary-words')).toContain('its name or a column name');
	});

	test('an identifier in a Parquet file’s metadata', async () => {
		const found = await findings(async (run) => {
			await run.db.run(`copy (select 1 as n) to '${run.release}/zz.parquet'
				(format parquet, kv_metadata {author: 'ann.smith@example.org'})`);
		});
		expect(columnsHit(found, 'e-mail')).toContain('its metadata');
	});

	test('a number in a structure, and a formula for whoever opens it as a sheet', async () => {
		const found = await findings((run) =>
			alter(
				run,
				'death.parquet',
				`r.*, {'number': i.nhs_number} as nested, '=HYPERLINK("x")' as told`
			)
		);
		expect(columnsHit(found, 'nhs-number')).toContain('nested');
		expect(columnsHit(found, 'formula')).toContain('told');
	});

	test('a key of the source in the shape of our pseudonyms', async () => {
		const found = await findings((run) =>
			alter(run, 'death.parquet', `r.*, md5(i.nhs_number)::uuid as link`)
		);
		expect(columnsHit(found, 'foreign-key')).toContain('link');
	});
});

/** Follows planted people through steps of which one was tampered with. */
async function followed(name: string, after: (run: Run) => Promise<void>): Promise<Followed> {
	let result: Followed | undefined;
	const tampered = [cohort, signUp, optOuts, cut, pseudonyms].map((step) =>
		step.name === name
			? {
					...step,
					run: async (run: Run) => {
						const detail = await step.run(run);
						await after(run);
						return detail;
					}
				}
			: step
	);
	const look: Step = {
		name: 'look',
		title: 'Follow',
		async run(run) {
			result = await followCanaries(run, tampered);
			return {};
		}
	};
	await ran({
		source: place.source,
		lists: place.lists,
		rules: rulesFor(),
		out: place.out(),
		steps: insert('scan', look)
	});
	if (!result) throw new Error('nobody was followed');
	return result;
}

const added = (column: string) => async (run: Run) => {
	const path = join(run.release, 'person.parquet');
	await run.db.run(`create table altered as select r.*, ${column} from read_parquet('${path}') r
		join pids p on p.pid = r.person_id left join src_identity i on i.person_id = p.person_id`);
	await run.db.run(`copy altered to '${path}' (format parquet)`);
};

describe('planted people', () => {
	test('are absent by value, present by pseudonym and in no file of the release', async () => {
		const { report } = await ran({
			source: place.source,
			lists: place.lists,
			rules: rulesFor(),
			out: place.out()
		});
		const { canaries } = report['scan'] as unknown as {
			canaries: { planted: number; present: number; values: number };
		};
		expect(canaries).toMatchObject({ planted, present: planted });
		expect(canaries.values).toBeGreaterThan(planted * 5);
	});

	test('are found when a rule lets any of their identifiers through', async () => {
		for (const column of [
			'i.nhs_number as note',
			'i.family_name as note',
			'i.address as note',
			'i.email as note',
			'i.birth_date as note',
			'p.person_id as note'
		]) {
			const { findings: found } = await followed('pseudonyms', added(column));
			expect(found, column).toContainEqual(
				expect.objectContaining({ rule: 'canary', column: 'note' })
			);
		}
	});

	test('are missed when people are lost, or pseudonyms come from another key', async () => {
		const lost = await followed('pseudonyms', async (run) => {
			for (const file of readdirSync(run.release)) {
				const path = join(run.release, file);
				await run.db.run(
					`create or replace table kept as select * from read_parquet('${path}') limit 7`
				);
				await run.db.run(`copy kept to '${path}' (format parquet)`);
			}
		});
		expect(lost.findings.map(({ rule }) => rule)).toContain('canary-lost');
		const other = await followed('pseudonyms', async (run) => {
			for (const file of readdirSync(run.release)) {
				const path = join(run.release, file);
				await run.db.run(
					`create or replace table kept as select * replace (uuid() as person_id) from read_parquet('${path}')`
				);
				await run.db.run(`copy kept to '${path}' (format parquet)`);
			}
		});
		expect(other.present).toBe(0);
		expect(other.findings.map(({ rule }) => rule)).toContain('canary-lost');
	});

	test('are told when one stays in the release itself', async () => {
		let kept = '';
		const result = await (async () => {
			let found: Followed | undefined;
			const look: Step = {
				name: 'look',
				title: 'Follow',
				async run(run) {
					const copying = {
						...pseudonyms,
						run: async (beside: Run) => {
							const detail = await pseudonyms.run(beside);
							kept = join(run.release, 'zz.parquet');
							writeFileSync(kept, readFileSync(join(beside.release, 'person.parquet')));
							return detail;
						}
					};
					found = await followCanaries(run, [cohort, signUp, optOuts, cut, copying]);
					return {};
				}
			};
			await ran({
				source: place.source,
				lists: place.lists,
				rules: rulesFor(),
				out: place.out(),
				steps: insert('scan', look)
			});
			return found;
		})();
		expect(result?.findings.map(({ rule }) => rule)).toContain('canary-left');
	});
});
