import { expect } from '@playwright/test';
import { isSound, signIn, test } from './support.ts';

test.describe('on a phone, without a mouse', () => {
	test.use({ viewport: { width: 360, height: 740 } });

	test('the skip link comes first and leads past the header', async ({ page }) => {
		await page.goto('/datasets');
		await page.keyboard.press('Tab');
		await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeFocused();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);
	});

	test('the menu opens and leads to a place', async ({ page }) => {
		await signIn(page, 'amara');
		const menu = page.getByRole('navigation', { name: 'Main' }).locator('summary');
		await menu.focus();
		await page.keyboard.press('Enter');
		await isSound(page);
		await page.getByRole('link', { name: 'Prices', exact: true }).last().focus();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Prices');
	});
});
