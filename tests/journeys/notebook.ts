import { expect } from '@playwright/test';
import { add, beginNotebook, cell, lacking, run, type } from './steps/notebook.ts';
import { arrive, press, stands, test, titled } from './support.ts';

const byYear =
	'select year(condition_start_date) as year, count(distinct person_id) as people from condition_occurrence group by all order by 1';

/** From a query to a frame, a plot of R, a table of Python and the outputs; with scripts or without. */
export function notebookJourney(title: string): void {
	test(title, async ({ walk }) => {
		const { page, scripts } = walk;
		const name = titled('Incidence');
		await beginNotebook(walk, name);
		const address = new URL(page.url()).pathname;
		await type(page, 1, byYear);
		if (scripts) {
			await cell(page, 1).locator('textarea').press('Control+Enter');
			await expect(
				cell(page, 1)
					.getByText(/ ms\.$/)
					.first()
			).toBeVisible({ timeout: 120_000 });
		} else await run(page, 1);
		await expect(cell(page, 1).getByRole('table')).toBeVisible();
		await expect(page.getByRole('region', { name: 'Your session' })).toContainText(/Ready|Idle/);
		await arrive(walk, name);
		await cell(page, 1).getByRole('link', { name: 'Bars' }).click();
		await expect(cell(page, 1).getByRole('img').first()).toBeVisible();

		await add(page, 'Text', 1, '# What this counts\nPeople by **year**. <b>No markup</b>');
		await add(page, 'SQL', 2, byYear);
		await page.getByLabel('Keep the rows of cell 3 as a frame named').fill('yearly');
		await run(page, 3);
		await expect(cell(page, 3).getByText('Kept as the frame')).toBeVisible();
		await expect(cell(page, 2).getByRole('heading', { name: 'What this counts' })).toBeVisible();
		await expect(cell(page, 2).getByText('<b>No markup</b>').first()).toBeVisible();

		await add(
			page,
			'R',
			3,
			'd <- frame("yearly")\nplot(as.numeric(d$year), as.numeric(d$people), type = "b")'
		);
		const noR = await lacking(page, 4);
		if (noR === null) {
			const plot = cell(page, 4).getByRole('img', { name: 'Plot 1 of cell 4' });
			await expect(plot).toBeVisible();
			await expect
				.poll(() =>
					plot.evaluate((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0))
				)
				.toBeGreaterThan(100);
			const source = await plot.getAttribute('src');
			const answer = await page.request.get(source ?? '');
			expect(answer.headers()['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
		} else test.info().annotations.push({ type: 'R was left out', description: noR });

		await add(
			page,
			'Python',
			4,
			'd = frame("yearly")\nd["share"] = (100 * d["people"] / d["people"].sum()).round(0)\nshare(d[["year", "share"]], "shares")'
		);
		const noPython = await lacking(page, 5);
		if (noPython === null) {
			await add(page, 'SQL', 5, 'select * from shares order by year');
			await run(page, 6);
			await expect(cell(page, 6).getByRole('columnheader', { name: 'share' })).toBeVisible();
		} else test.info().annotations.push({ type: 'Python was left out', description: noPython });
		await arrive(walk, name);

		// a reload finds what the session still has
		await page.reload();
		await expect(
			cell(page, 1)
				.getByText(/ ms\.$/)
				.first()
		).toBeVisible();
		await page.getByRole('link', { name: 'Versions and differences' }).click();
		await arrive(walk, `Versions of ${name}`);
		await expect(page.getByRole('button', { name: 'Bring back version 1' })).toBeVisible();
		await page.goto(address);

		if (noR === null) {
			await cell(page, 4).getByText('Add to outputs').first().click();
			await cell(page, 4).getByLabel('Title').fill(`Plot ${name}`);
			await press(cell(page, 4), 'Add to outputs');
			await arrive(walk, `Plot ${name}`);
			await page.goto(address);
		}
		await cell(page, 1).getByText('Add to outputs').first().click();
		await cell(page, 1).getByLabel('Title').fill(`Table ${name}`);
		await press(cell(page, 1), 'Add to outputs');
		await arrive(walk, `Table ${name}`);
		await stands(page, 'Draft');
	});
}
