import { expect, type Page } from '@playwright/test';
import { measureDesk } from '../../src/cli/bench/desk.ts';
import { vote } from './steps/check.ts';
import { sendTables } from './steps/tables.ts';
import { answer, isSound, press, signIn, stands, test, titled } from './support.ts';

const origin = process.env['ALDGATE_URL'] ?? 'http://127.0.0.1:3000';

const people = (by: string, from: string) =>
	`select ${by}, count(distinct person_id) as people from ${from} group by all`;
/** Ten tables that a study has, suppressed where groups are small. */
const ten = [
	{ name: 'Diagnoses', sql: people('year(condition_start_date) as year', 'condition_occurrence') },
	{ name: 'Visits', sql: people('year(visit_start_date) as year', 'visit_occurrence') },
	{ name: 'Prescribed', sql: people('year(drug_exposure_start_date) as year', 'drug_exposure') },
	{ name: 'Deaths', sql: people('year(death_date) as year', 'death') },
	{ name: 'Born', sql: people('floor(birth_year / 10) * 10 as born, gender_concept_id', 'person') },
	{ name: 'Deprivation', sql: people('imd_decile, gender_concept_id', 'person') },
	{ name: 'Ethnic groups', sql: people('race_concept_id', 'person') },
	{ name: 'Months', sql: people('month(visit_start_date) as month', 'visit_occurrence') },
	{ name: 'Medicines', sql: people('drug_concept_id', 'drug_exposure') },
	{ name: 'Kinds of visit', sql: people('visit_concept_id', 'visit_occurrence') }
];

/** A keyboard that counts. */
const counted = (page: Page) => {
	let presses = 0;
	return {
		press: async (key: string) => {
			presses += 1;
			await page.keyboard.press(key);
		},
		count: () => presses
	};
};

const focused = (page: Page) => page.locator(':focus');

test('ten tables are looked at and decided by keyboard alone, in forty presses at most', async ({
	walk
}) => {
	const { page } = walk;
	const title = titled('Ten tables');
	const path = await sendTables(origin, title, ten);
	await signIn(page, 'carlos');
	await page.goto(path);
	const files = page.locator('form section[data-file]');
	await expect(files).toHaveCount(10);
	await expect(
		page.getByRole('group', { name: /^Within the approved/ }).getByLabel('Yes')
	).toBeChecked();

	const keyboard = counted(page);
	for (const [at, file] of (await files.all()).entries()) {
		if ((await file.locator('[data-flag]').count()) > 0) {
			await keyboard.press('n');
			await expect(focused(page)).toHaveAttribute('data-flag', /./);
			await expect(file.getByRole('status')).toContainText('largest share');
		}
		// a table that another one of the request gives away goes back; the others may leave
		if ((await file.getByLabel('Exception', { exact: true }).count()) === 0) {
			await keyboard.press('a');
			await expect(file.getByLabel('Approve', { exact: true })).toBeChecked();
		} else {
			await keyboard.press('x');
			await expect(file.getByLabel('Ask for changes')).toBeChecked();
			await keyboard.press('Space');
			await expect(file.getByLabel('Counts not rounded or suppressed')).toBeChecked();
			if (at < 9) await keyboard.press('j');
		}
		if (at < 9) await expect(files.nth(at + 1).getByRole('heading', { level: 2 })).toBeFocused();
	}
	await keyboard.press('v');
	await expect(focused(page)).toHaveText('Vote');
	await keyboard.press('Enter');
	await expect(page.getByText('You: Ask for changes')).toBeVisible();
	test.info().annotations.push({ type: 'key presses', description: String(keyboard.count()) });
	expect(keyboard.count()).toBeLessThanOrEqual(40);

	await vote(walk, 'wei', title);
	await stands(page, 'Changes (requested|asked for)');
});

test('a table of 40 × 30 with flags is read by keyboard and by screen reader, and scrolls in its frame', async ({
	page
}) => {
	const { path, rows, columns, flags } = await measureDesk(origin, 1);
	expect([rows >= 40, columns >= 30, flags > 100]).toEqual([true, true, true]);
	await signIn(page, 'carlos');
	for (const width of [1280, 360]) {
		await page.setViewportSize({ width, height: 800 });
		await page.goto(path);
		await isSound(page);
		const frame = page.getByRole('region', { name: /as it would leave/ });
		const room = await frame.evaluate((one) => one.scrollWidth - one.clientWidth);
		expect(room, `the frame scrolls at ${String(width)} px`).toBeGreaterThan(
			width === 360 ? 500 : 0
		);
		const sideways = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(sideways).toBeLessThanOrEqual(width);
	}
	const grid = page.getByRole('grid', { name: /as it would leave/ });
	await expect(grid.getByRole('columnheader')).toHaveCount(columns + 1);
	await expect(grid.getByRole('rowheader')).toHaveCount(rows);
	await expect(grid.getByRole('gridcell')).toHaveCount(rows * columns);
	await expect(grid.locator('[tabindex="0"]')).toHaveCount(1);
	const flag = grid.locator('[data-flag]').first();
	await expect(flag).toHaveAccessibleName(/^\d+\s*: (fails|needs a look), Small count/);

	await grid.locator('[tabindex="0"]').focus();
	await page.keyboard.press('Home');
	const [row, start] = [page.locator('tr:has(:focus)'), focused(page)];
	await expect(start).toHaveAttribute('data-at', /./);
	const name = await row.getByRole('rowheader').innerText();
	await page.keyboard.press('End');
	await expect(focused(page)).toBeInViewport();
	await expect(page.getByRole('status').filter({ hasText: 'Total' })).toContainText(name);
	await page.keyboard.press('ArrowDown');
	await expect(row.getByRole('rowheader')).not.toHaveText(name);
	await page.keyboard.press('n');
	await expect(focused(page)).toHaveAttribute('data-flag', /./);
	await expect(page.getByText(/people · .* rows · largest share/)).toBeVisible();
});

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });

	test('a checker takes a request up, comments, asks the lead, and votes by plain forms', async ({
		walk
	}) => {
		const { page } = walk;
		const title = titled('Without scripts');
		const path = await sendTables(origin, title, ten.slice(0, 2));
		await signIn(page, 'carlos');
		await page.goto(path);
		await press(page, 'Take it up');
		await expect(page.getByText('You took this up')).toBeVisible();
		const comment = page.getByRole('form', { name: 'Write to the others' });
		await answer(comment, 'To the researcher', 'Which codes are these?');
		await press(comment, 'Send');
		await expect(page.getByText('Which codes are these?')).toBeVisible();
		await page.getByText('Ask the information governance lead').click();
		const lead = page.getByRole('form', { name: 'Ask the lead' });
		await answer(lead, 'Your question', 'May deaths leave?');
		await press(lead, 'Ask');
		await expect(page.getByRole('button', { name: 'Vote', exact: true })).toHaveCount(0);

		await signIn(page, 'farah');
		await page.goto(path);
		const advice = page.getByRole('form', { name: 'Answer the checkers' });
		await answer(advice, 'Your answer', 'Yes, as totals.');
		await press(advice, 'Answer');
		await expect(advice).toHaveCount(0);

		await vote(walk, 'carlos', title);
		await vote(walk, 'wei', title);
		await stands(page, 'Released');
	});
});
