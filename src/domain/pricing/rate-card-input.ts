import type { RateCard, RateCardInput } from './rate-card.ts';
import { tiers, type Tier } from './tier.ts';

/** A card as it is written to a file or the database: amounts as whole pence, days as text. */
export const rateCardInput = (card: RateCard): RateCardInput => ({
	...card,
	effectiveFrom: card.effectiveFrom.toString(),
	effectiveTo: card.effectiveTo?.toString() ?? null,
	items: card.items.map((item) => ({
		...item,
		amounts: Object.fromEntries(tiers.map((tier) => [tier, Number(item.amounts[tier])])) as Record<
			Tier,
			number
		>
	}))
});
