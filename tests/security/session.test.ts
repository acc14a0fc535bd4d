import { describe, expect } from 'vitest';
import { test as base } from '../support/database.ts';
import { missing } from './sandbox-scene.ts';
import { lacking, sessionScene } from './session-scene.ts';

type Scene = Awaited<ReturnType<typeof sessionScene>>;
const test = base.extend<{ it: Scene }>({
	it: async ({ db }, use) => {
		const scene = await sessionScene(db);
		await use(scene);
		await scene.close();
	}
});
/** A machine that does much else takes its time; what is waited for comes all the same. */
const patient = { timeout: 60_000 };
const failing = (code: string) => ({ ok: false, error: { code } });

describe.skipIf(missing !== null)('a session', { timeout: 120_000 }, () => {
	test('keeps frames of SQL from cell to cell, and another portal finds it again', async ({
		it
	}) => {
		const opened = await it.client().open(it.whose);
		expect(opened).toMatchObject({ ok: true, session: { size: 'M', ended: null } });
		expect(await it.cell('sql', 'select * from person', { into: 'people' })).toMatchObject({
			ok: true,
			table: null,
			frames: [{ name: 'people', rows: 5000 }],
			people: null
		});
		const run = crypto.randomUUID();
		const counted = await it.cell('sql', 'select count(*) as n from people', { run });
		expect(counted).toMatchObject({ ok: true, table: { rows: [[5000]] } });
		const again = await it.client().look(it.whose);
		expect(again?.id).toBe(opened.ok ? opened.session.id : '');
		expect(again).toMatchObject({ state: 'ready', started: ['sql'], running: null });
		expect(again?.says.join(' ')).toMatch(/Memory .* limited/);
		expect(await it.client().answer({ ...it.whose, run })).toEqual(counted);
		expect(await it.client().answer({ ...it.whose, run: crypto.randomUUID() })).toMatchObject(
			failing('not-kept')
		);
	});

	test('is interrupted without losing what it holds, and runs one cell at a time', async ({
		it
	}) => {
		await it.cell('sql', 'select 1 as one', { into: 'kept' });
		const slow = it.cell(
			'sql',
			'select count(*) from range(10000000) a, range(1000000) b where a.range <> b.range'
		);
		await expect
			.poll(async () => (await it.client().look(it.whose))?.state, patient)
			.toBe('running');
		expect(await it.cell('sql', 'select 1')).toMatchObject(failing('busy'));
		expect(await it.client().interrupt(it.whose)).toBe(true);
		expect(await slow).toMatchObject(failing('interrupted'));
		expect(await it.cell('sql', 'select one from kept')).toMatchObject({
			ok: true,
			table: { rows: [[1]] }
		});
		expect(await it.client().interrupt(it.whose)).toBe(false);
	});

	test('stops when asked, says why, and what it held is gone', async ({ it }) => {
		await it.cell('sql', 'select 1 as one', { into: 'kept' });
		expect(await it.client().stop(it.whose)).toBe(true);
		expect(await it.client().look(it.whose)).toMatchObject({
			state: 'stopped',
			ended: 'You stopped the session.'
		});
		expect(await it.cell('sql', 'select one from kept')).toMatchObject(failing('sql'));
	});

	test('is stopped at once by a revocation, in the middle of a cell', async ({ it, db }) => {
		const slow = it.cell(
			'sql',
			'select count(*) from range(10000000) a, range(1000000) b where a.range <> b.range'
		);
		await expect
			.poll(async () => (await it.client().look(it.whose))?.state, patient)
			.toBe('running');
		await db.owner`update project_member set removed_at = now()`;
		expect(await slow).toMatchObject(failing('session-stopped'));
		expect(await it.client().look(it.whose)).toMatchObject({ state: 'stopped' });
		expect(await it.cell('sql', 'select 1')).toMatchObject(failing('not-found'));
	});

	test('is refused to strangers, and each member has one alone', async ({ it }) => {
		const stranger = { ...it.whose, person: it.stranger };
		expect(await it.client().open(stranger)).toMatchObject(failing('not-found'));
		await it.client().open(it.whose);
		expect(await it.client().look(stranger)).toBeNull();
		expect(await it.client().stop(stranger)).toBe(false);
	});

	test('shows rows as the policy says, and counts them with the people they are', async ({
		it,
		db
	}) => {
		await db.owner`update workspace set rows_shown = 20`;
		expect(await it.cell('sql', 'select * from person')).toMatchObject({
			ok: true,
			table: { rows: { length: 20 }, truncated: true },
			people: { shownToday: 20 }
		});
		await it.cell('sql', 'select * from person');
		const [seen] = await db.owner`select count(*)::int as n from person_seen`;
		expect(seen).toEqual({ n: 20 });
		await db.owner`update workspace set rows_shown = 0`;
		expect(await it.cell('sql', 'select * from person')).toMatchObject({
			table: { rows: [] },
			people: null
		});
		expect(await it.cell('sql', 'select count(*) from person')).toMatchObject({
			table: { rows: [[5000]] }
		});
	});

	test('raises an alert at half of the people that one may see, and stops at all of them', async ({
		it,
		db
	}) => {
		const already = (untold: number) => db.owner`
			insert into row_view (project_id, person_id, day, rows, untold) values (${it.project}, ${it.member}, '2026-01-01', 1, ${untold})
			on conflict (project_id, person_id, day) do update set untold = excluded.untold`;
		await already(5000);
		expect(await it.cell('sql', 'select * from person limit 1')).toMatchObject({ ok: true });
		await already(10_000);
		expect(await it.cell('sql', 'select person_id from person limit 5')).toMatchObject(
			failing('budget')
		);
		const levels = await db.owner`select level from viewing_alert order by level`;
		expect(levels.map((row) => row['level'] as string)).toEqual(['all', 'half']);
	});
});

describe.skipIf(missing !== null || lacking.length > 0)(
	'R and Python in a session',
	{ timeout: 180_000 },
	() => {
		test('keep their variables, print, draw and say their errors', async ({ it }) => {
			await it.ran('r', 'x <- 20');
			await it.ran('python', 'x = 20');
			for (const language of ['r', 'python'] as const)
				expect((await it.ran(language, 'x + 1')).output.text).toMatch(/21/);
			expect((await it.ran('r', 'f <- function() stop("no such thing"); f()')).error).toBe(
				'Error in f(): no such thing'
			);
			expect((await it.ran('python', '1 / 0')).error).toBe(
				'ZeroDivisionError: division by zero (line 1 of this cell)'
			);
			for (const [language, code] of [
				['r', 'plot(1:10)'],
				['python', 'import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); None']
			] as const) {
				const { plots } = await it.ran(language, code);
				expect(plots.map(({ media }) => media)).toEqual(['image/png']);
				expect(
					Buffer.from(plots[0]?.data ?? '', 'base64')
						.subarray(1, 4)
						.toString()
				).toBe('PNG');
				const drawn = await it.ran(language, code, { plots: 'svg' });
				expect(drawn.plots.map(({ media }) => media)).toEqual(['image/svg+xml']);
			}
		});

		test('hand frames to each other, with what is missing and every type', async ({ it }) => {
			await it.ran(
				'sql',
				`select * from (values (1, 2.5, 'a"b', true, date '2020-02-29', timestamp '2020-01-01 10:00:00', 9007199254740991, md5('x')::uuid), (null, null, null, null, null, null, null, null)) t(i, d, t, b, day, time, long, key)`,
				{ into: 'all_types' }
			);
			await it.ran('r', 'share(frame("all_types"), "from_r")');
			await it.ran('python', 'share(frame("all_types"), "from_python")');
			const wanted = [
				1,
				2.5,
				'a"b',
				true,
				'2020-02-29',
				9007199254740991,
				'9dd4e461-268c-8034-f5c8-564e155c67a6'
			];
			for (const name of ['from_r', 'from_python']) {
				const answer = await it.ran(
					'sql',
					`select i::int, d::double, t, b, day::date::varchar, long::bigint, key::varchar from ${name} order by i nulls last`
				);
				expect(answer.table?.rows).toEqual([wanted, wanted.map(() => null)]);
				expect(answer.people).toMatchObject({ budget: 2000 });
			}
		});

		test('are interrupted and keep their variables; an end of their own is told', async ({
			it
		}) => {
			for (const [language, set, endless, leave, get] of [
				['r', 'kept <- 7', 'repeat {}', 'quit("no")', 'kept'],
				['python', 'kept = 7', 'while True: pass', 'import os; os._exit(1)', 'kept']
			] as const) {
				await it.ran(language, set);
				const going = it.cell(language, endless);
				await expect
					.poll(async () => (await it.client().look(it.whose))?.state, patient)
					.toBe('running');
				await it.client().interrupt(it.whose);
				expect(await going).toMatchObject(failing('interrupted'));
				expect((await it.ran(language, get)).output.text).toMatch(/7/);
				expect(await it.cell(language, leave)).toMatchObject(failing('engine-ended'));
				expect((await it.ran(language, get)).error).toMatch(/kept/);
			}
		});

		test('are counted by what they print, cut by the policy, and stopped by the budget', async ({
			it,
			db
		}) => {
			expect(await it.ran('r', 'for (i in 1:90) cat(i, "\\n")')).toMatchObject({
				people: { shownToday: 90 }
			});
			await db.owner`update workspace set rows_shown = 20`;
			const cut = await it.ran('python', 'for i in range(500): print(i)');
			expect(cut.output).toMatchObject({ cut: true });
			expect(cut.output.text.split('\n')).toHaveLength(80);
			await db.owner`update row_view set rows = 1990`;
			expect(await it.cell('r', 'for (i in 1:60) cat(i, "\\n")')).toMatchObject(failing('budget'));
			expect((await it.ran('r', 'cat("words alone")')).people).toBeNull();
		});

		test('have the approved library, with versions', async ({ it }) => {
			const library = await it.library();
			expect(library.install).toBeNull();
			expect(library.packages.map(({ name, version }) => [name, version !== null])).toContainEqual([
				'r-cran-survival',
				true
			]);
			const loaded = await it.ran(
				'r',
				'for (p in c("survival", "data.table", "ggplot2", "lme4", "mice")) suppressMessages(library(p, character.only = TRUE)); cat("all")'
			);
			expect([loaded.error, loaded.output.text]).toEqual([null, 'all']);
			const imported = await it.ran(
				'python',
				'import pandas, statsmodels.api, sklearn.linear_model, matplotlib.pyplot; print("all")'
			);
			expect([imported.error, imported.output.text.trim()]).toEqual([null, 'all']);
		});
	}
);
