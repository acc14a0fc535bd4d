import { expect } from '@playwright/test';
import { answer, arrive, choose, follow, press, stands, type Walk } from '../support.ts';

/** Day one is today, so that the workspace opens within the journey. */
const today = (): string => Temporal.Now.plainDateISO('Europe/London').toString();

type Asked = {
	/** Part of the condition's name, as people look for it, and the whole name. */
	readonly find: string;
	readonly condition: string;
	readonly purpose: 'Research' | 'Industry';
};

/** Signed in, from anywhere: counts the people of a study and ends on the count. */
export async function countPeople(walk: Walk, { find, condition, purpose }: Asked): Promise<void> {
	const { page } = walk;
	await page.goto('/feasibility');
	await arrive(walk, 'Count people');
	await answer(page, 'Find a condition', find);
	await press(page, 'Find');
	await page.getByRole('checkbox', { name: condition, exact: true }).check();
	await answer(page, 'Youngest', '18');
	await choose(page, 'Sex', 'Any');
	await choose(page, 'What are the data for?', purpose);
	await press(page, 'Count people');
	await arrive(walk, /^[\d,]+ people$/);
	const people = Number(
		(await page.getByRole('heading', { level: 1 }).innerText()).replace(/\D/g, '')
	);
	expect(people % 5).toBe(0);
	expect(people).toBeGreaterThan(0);
}

type Priced = {
	readonly use: string | RegExp;
	readonly funder: string | RegExp;
	readonly datasets: readonly string[];
	readonly months: string;
	readonly users: string;
};

/** On the price page: answers the questions until there is a price. */
export async function price(walk: Walk, study: Priced): Promise<void> {
	const { page } = walk;
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Prices');
	const form = page.getByRole('form', { name: 'Your study' });
	await choose(form, 'What will the results be used for?', study.use);
	await choose(form, 'Who pays for the study?', study.funder);
	for (const dataset of study.datasets)
		await form.getByRole('checkbox', { name: dataset, exact: true }).check();
	await answer(form, '5. When does it start?', today());
	await answer(form, '6. How long does it last?', study.months);
	await answer(form, '7. How many people will use the workspace?', study.users);
	await press(form, 'Price this study');
	await expect(page).toHaveURL(new RegExp(`months=${study.months}`));
	await expect(page.getByRole('region', { name: 'Your price' }).getByRole('status')).toContainText(
		'£'
	);
	await arrive(walk, 'Prices');
}

/** On the price page with a price: keeps it and ends on the quote. */
export async function saveQuote(walk: Walk): Promise<void> {
	await press(walk.page, 'Save this quote');
	await arrive(walk, /^Quote: £/);
	await stands(walk.page, 'Holds');
	await follow(walk.page, 'Apply with this quote');
	await arrive(walk, 'Start an application');
}
