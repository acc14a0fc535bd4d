import { expect, type Download, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { addToOutputs, run } from './steps/analyse.ts';
import { submit, vote } from './steps/check.ts';
import {
	answer,
	arrive,
	choose,
	follow,
	openWaiting,
	press,
	signIn,
	stands,
	test,
	titled,
	type Walk
} from './support.ts';

const project = 'Blood sugar control in type 2 diabetes across London’s neighbourhoods';
const byYear = (from: number) =>
	`select year(condition_start_date) as year, count(distinct person_id) as people from condition_occurrence where condition_start_date >= '${String(from)}-01-01' group by 1`;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A table from the workspace to a signed release, its schedule and its end; with JavaScript and without. */
function releases(name: string, from: number): void {
	test(name, async ({ walk }) => {
		const { page } = walk;
		const title = titled('Diagnoses by year');

		await test.step('Amara makes a request in her workspace and adds a second result to it', async () => {
			await signIn(page, 'amara');
			await page.goto('/projects');
			await follow(page, project);
			await follow(page, 'Open the workspace');
			await run(walk, byYear(from));
			await addToOutputs(walk, title);
			await signIn(page, 'amara');
			await page.goto('/projects');
			await follow(page, project);
			await follow(page, 'Open the workspace');
			await expect(
				page
					.getByRole('region', { name: 'Outputs in preparation' })
					.getByRole('link', { name: title })
			).toBeVisible();
			await run(walk, byYear(from + 1));
			await page.getByText('Add to outputs', { exact: true }).first().click();
			await page
				.getByLabel('Where it goes', { exact: true })
				.selectOption({ label: `With “${title}”` });
			await answer(page, 'Title', 'Later years');
			await press(page, 'Add to outputs');
			await arrive(walk, title);
			await expect(
				page.getByRole('heading', { name: 'Later years.csv', exact: true })
			).toBeVisible();
			await press(page, 'Remove Later years.csv');
			await expect(page.getByRole('heading', { name: 'Later years.csv', exact: true })).toHaveCount(
				0
			);
			await submit(walk, title);
		});

		await test.step('Carlos and Wei approve it, and it is signed', async () => {
			await vote(walk, 'carlos', title);
			await vote(walk, 'wei', title);
			await signIn(page, 'amara');
			await expect(async () => {
				await page.goto('/home');
				await expect(page.getByRole('link', { name: `“${title}” is released` })).toBeVisible();
			}).toPass({ timeout: 60_000 });
			await arrive(walk, 'Home');
			await page.getByRole('link', { name: `“${title}” is released` }).click();
			await arrive(walk, title);
		});
		const request = page.url();

		await test.step('Every file of the crate has the hash that its bag names', async () => {
			const [crate] = await Promise.all([
				page.waitForEvent('download'),
				follow(page, 'Everything as a Five Safes RO-Crate')
			]);
			const held = await unpacked(crate);
			const lists = [...held].filter(([path]) =>
				/(?:^|\/)(?:tag)?manifest-sha\d+\.txt$/.test(path)
			);
			expect(lists.length).toBeGreaterThan(1);
			for (const [list, text] of lists) {
				const [, root = '', bits = ''] = /^(.*?)(?:tag)?manifest-sha(\d+)\.txt$/.exec(list) ?? [];
				const lines = Buffer.from(text).toString('utf8').trim().split('\n');
				expect(lines.length, list).toBeGreaterThan(0);
				for (const line of lines) {
					const [, hash, path = ''] = /^([0-9a-f]+)\s+\*?(.+)$/.exec(line) ?? [];
					const bytes = held.get(`${root}${path}`);
					expect(bytes, path).toBeDefined();
					expect(
						createHash(`sha${bits}`)
							.update(bytes ?? '')
							.digest('hex'),
						path
					).toBe(hash);
				}
			}
			expect([...held.keys()].some((path) => path.endsWith('.csv'))).toBe(true);
		});

		await test.step('Anybody verifies the release with the public key', async () => {
			await follow(page, 'Signed manifest');
			await expect(page).toHaveURL(/\/releases\//);
			await page.context().clearCookies();
			await page.reload();
			await arrive(walk, title);
			const manifest = await bytesOf(page, 'manifest.json');
			const signature = await bytesOf(page, 'manifest.sig');
			const release = page.url();
			await follow(page, /^Key [0-9a-f]{16}$/);
			await arrive(walk, 'Keys of signed releases');
			const pem = await page
				.getByLabel(/^Public key /)
				.first()
				.innerText();
			const key = createPublicKey(pem);
			expect(verify(null, manifest, key, signature)).toBe(true);
			expect(verify(null, Buffer.concat([manifest, Buffer.from(' ')]), key, signature)).toBe(false);
			await page.goto(release);
			await expect(page.getByText(sha256(manifest))).toBeVisible();
		});

		await test.step('Amara proposes it each quarter, and two checkers approve', async () => {
			await signIn(page, 'amara');
			await page.goto(request);
			await follow(page, 'Release it again on schedule');
			await arrive(walk, 'Propose a regular release');
			await choose(page, 'How often', 'Every quarter');
			await answer(page, 'What it is for', 'The dashboard of the study.');
			await press(page, 'Send to the checkers');
			await stands(page, 'Waits for two checkers');
			await arrive(walk, title);
			for (const who of ['carlos', 'wei'] as const) {
				await decides(walk, who, title);
				await arrive(walk, title);
			}
			await stands(page, 'In force');
			await expect(page.getByText(/^It has not run yet\. The first run is/)).toBeVisible();
			await page.goto('/outputs/regular');
			await arrive(walk, 'Regular releases');
		});

		await test.step('Carlos revokes the release; its page says so, and the schedule stops', async () => {
			await signIn(page, 'carlos');
			await page.goto(request);
			await page
				.getByText(/^Revoke/)
				.first()
				.click();
			const form = page.getByRole('form', { name: /^Revoke/ });
			await form.getByRole('textbox').fill('A mistake in the code list.');
			await form.getByRole('button').click();
			await expect(page.getByText('This release was revoked.')).toBeVisible();
			await arrive(walk, title);
			await follow(page, 'Its public page');
			await expect(page).toHaveURL(/\/releases\//);
			await expect(page.getByText(/^This release was revoked on/)).toBeVisible();
			await expect(page.getByText('A mistake in the code list.')).toBeVisible();
			await arrive(walk, title);
			await signIn(page, 'amara');
			await page.goto('/outputs/regular');
			await follow(page, title);
			await stands(page, 'Stopped');
			await arrive(walk, title);
		});
	});
}

async function decides(walk: Walk, who: 'carlos' | 'wei', title: string): Promise<void> {
	const { page } = walk;
	await openWaiting(walk, who, title);
	await arrive(walk, title);
	const form = page.getByRole('form', { name: 'Your vote' });
	await form.getByLabel('Approve the definition').check();
	await press(form, 'Vote');
	await expect(page.getByRole('button', { name: 'Vote', exact: true })).toHaveCount(0);
}

async function unpacked(crate: Download): Promise<Map<string, Uint8Array>> {
	return new Map(Object.entries(unzipSync(await readFile(await crate.path()))));
}

const bytesOf = async (page: Page, name: string): Promise<Buffer> =>
	(await page.request.get(`${page.url()}/${name}`)).body();

releases('a table is released, signed, repeated on schedule and taken back', 2019);

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });
	releases('a table is released, repeated and taken back', 2020);
});
