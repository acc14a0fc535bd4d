import { readRateCard, type RateCard, type RateCardInput } from '../rate-card.ts';
import { tiers, type Tier } from '../tier.ts';

type Item = RateCardInput['items'][number];

/** The published list makes no difference between tiers. */
const everyTier = (pounds: number) =>
	Object.fromEntries(tiers.map((tier) => [tier, pounds * 100])) as Record<Tier, number>;

const item = (
	code: string,
	category: Item['category'],
	pounds: number,
	unit: string,
	description: string,
	more: Partial<Item> = {}
): Item => ({
	code,
	category,
	amounts: everyTier(pounds),
	unit,
	description,
	vatClass: 'service',
	...more
});

const product = (refresh: string) => ({ product: { refresh, extraPeriod: 'extra-period' } });

/** Charges of the NHS England Secure Data Environment from 1 April 2026, before VAT. */
export const nhsEngland2026: RateCard = readRateCard({
	code: 'nhs-england-2026',
	version: 1,
	name: 'NHS England Secure Data Environment charges 2026',
	effectiveFrom: '2026-04-01',
	items: [
		item('application', 'application', 1431, 'application', 'New application'),
		item('amendment', 'application', 1138, 'amendment', 'Amendment, renewal or extension'),
		item('annual-review', 'application', 694, 'review', 'Annual review'),
		item('set-up', 'set-up', 434, 'project', 'Workspace set-up, once'),
		item('user-month', 'access', 472, 'user-month', 'User account'),
		item(
			'product-standard',
			'data',
			488,
			'product',
			'Data product, standard',
			product('refresh-standard')
		),
		item(
			'product-complex',
			'data',
			976,
			'product',
			'Data product, complex',
			product('refresh-complex')
		),
		item('extra-period', 'data', 38, 'period', 'Extra historical period of a data product'),
		item('refresh-standard', 'data', 16, 'refresh', 'Refresh of a standard data product'),
		item('refresh-complex', 'data', 54, 'refresh', 'Refresh of a complex data product'),
		item('cohort', 'data', 586, 'cohort', 'Submission of a cohort'),
		item('output-check', 'outputs', 11, 'check', 'Import or output check above the allowance', {
			included: { quantity: 20, per: 'user-month' }
		})
	]
} satisfies RateCardInput);
