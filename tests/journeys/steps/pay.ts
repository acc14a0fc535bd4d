import { expect } from '@playwright/test';
import type { PersonKey } from '../../../db/seed/people.ts';
import { answer, arrive, openWaiting, press, signIn, stands, type Walk } from '../support.ts';

/** A public body supplies its purchase order and the finance officer accepts it. */
export async function payByOrder(
	walk: Walk,
	who: PersonKey,
	title: string,
	order: string
): Promise<void> {
	const { page } = walk;
	await openWaiting(walk, who, title);
	await arrive(walk, /./);
	await answer(page, 'Purchase order number', order);
	await press(page, 'Supply the purchase order');
	await expect(page.getByText(`${order}, £`)).toBeVisible();

	await openWaiting(walk, 'yusuf', title);
	const row = page.getByRole('row', { name: order });
	if ((await row.count()) === 0) await page.goto('/billing');
	await arrive(walk, 'Billing');
	await page
		.getByRole('row', { name: order })
		.getByRole('button', { name: /^Accept/ })
		.click();
	await expect(page.getByRole('row', { name: order }).getByRole('button')).toHaveCount(0);
}

/** The finance officer records the transfer that pays the invoice of a project in full. */
export async function payByInvoice(walk: Walk, project: string, reference: string): Promise<void> {
	const { page } = walk;
	await signIn(page, 'yusuf');
	await page.goto('/billing');
	await page.getByRole('row', { name: project }).getByRole('link').first().click();
	await arrive(walk, /INV/);
	await answer(page, 'Bank reference', reference);
	await press(page, 'Record the payment');
	await stands(page, 'Paid');
	await expect(page.getByRole('rowheader', { name: reference })).toBeVisible();
	await arrive(walk, /INV/);
}

/** On an invoice: its PDF opens. */
export async function opensAsPdf({ page }: Walk): Promise<void> {
	const address = await page.getByRole('link', { name: 'Download as PDF' }).getAttribute('href');
	const answered = await page.request.get(address ?? '');
	expect(answered.headers()['content-type']).toContain('application/pdf');
	expect((await answered.body()).subarray(0, 5).toString()).toBe('%PDF-');
}
