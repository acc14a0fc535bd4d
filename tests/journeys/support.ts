import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { personId, type PersonKey } from '../../db/seed/people.ts';

/** One browser window that people of the demonstration sit down at in turn. */
export type Walk = {
	readonly page: Page;
	/** Whether the browser runs JavaScript. */
	readonly scripts: boolean;
};

export const test = base.extend<{ walk: Walk }>({
	walk: async ({ page, javaScriptEnabled }, use) => {
		await use({ page, scripts: javaScriptEnabled });
	}
});

/** A title that no other journey has, so that journeys may run beside each other. */
export const titled = (words: string): string => `${words} ${randomBytes(3).toString('hex')}`;

/** Signs in with one click, as the demonstration offers. */
export async function signIn(page: Page, key: PersonKey): Promise<void> {
	await page.context().clearCookies();
	await page.goto('/sign-in');
	await page.locator(`form#demo-${personId(key)} button`).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home');
}

/** The first heading of the page that a step is to end on; then the page is looked at. */
export async function arrive(walk: Walk, heading: string | RegExp): Promise<void> {
	await expect(walk.page.getByRole('heading', { level: 1 })).toHaveText(heading);
	await isSound(walk.page, walk.scripts);
}

/** Opens, from the list of what waits for this person, the thing with this title. */
export async function openWaiting(walk: Walk, key: PersonKey, title: string): Promise<void> {
	await signIn(walk.page, key);
	await walk.page
		.getByRole('region', { name: 'For you now' })
		.getByRole('link', { name: title })
		.first()
		.click();
	await expect(walk.page.getByRole('heading', { level: 1 })).not.toHaveText('Home');
}

/** Types an answer into the field with exactly this label. */
export const answer = (within: Page | Locator, label: string, text: string): Promise<void> =>
	within.getByLabel(label, { exact: true }).fill(text);

/** Picks one answer of a question; `option` may be the start of its words. */
export const choose = (
	within: Page | Locator,
	question: string,
	option: string | RegExp
): Promise<void> =>
	within.getByRole('group', { name: question }).getByLabel(option, { exact: true }).check();

export const press = (within: Page | Locator, name: string | RegExp): Promise<void> =>
	within.getByRole('button', { name, exact: true }).click();

export const follow = (within: Page | Locator, name: string | RegExp): Promise<void> =>
	within.getByRole('link', { name }).first().click();

/** Waits until the thing's tag says where it stands; a mark stands before the words. */
export const stands = (page: Page, words: string): Promise<void> =>
	expect(page.getByText(new RegExp(`^[^a-z]{0,3}${words}$`, 'i')).first()).toBeVisible();

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const desk = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
/** Set to a folder to keep a picture of every page passed, at both widths. */
const pictures = process.env['JOURNEY_PICTURES'];
let taken = 0;

/**
 * What every page must be: axe finds nothing, there is one first heading, nothing scrolls sideways
 * on a desk or on a phone. axe needs scripts: without them only the rest is asked.
 */
export async function isSound(page: Page, scripts = true): Promise<void> {
	await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
	const before = page.viewportSize() ?? desk;
	if (scripts) {
		const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
		expect(
			violations.map(
				({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`
			)
		).toEqual([]);
	}
	for (const size of [desk, phone]) {
		await page.setViewportSize(size);
		if (pictures !== undefined) await picture(page, size.width);
		const sideways = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect
			.soft(sideways, `${page.url()} scrolls sideways at ${String(size.width)} px`)
			.toBeLessThanOrEqual(0);
	}
	await page.setViewportSize(before);
}

async function picture(page: Page, width: number): Promise<void> {
	const heading = await page.getByRole('heading', { level: 1 }).innerText();
	const name = heading
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 40);
	taken += 1;
	const path = `${pictures ?? '.'}/${String(taken).padStart(3, '0')}-${name}-${String(width)}.png`;
	await page.screenshot({ path, fullPage: true });
}
