import { expect } from '@playwright/test';
import type { PersonKey } from '../../../db/seed/people.ts';
import { answer, arrive, openWaiting, press, type Walk } from '../support.ts';

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
