import { nhsEngland2026 } from './cards/nhs-england-2026.ts';
import type { RateCard } from './rate-card.ts';

/** The cards that ship with Aldgate, by code. An operator adds others as records. */
const shipped: readonly RateCard[] = [nhsEngland2026];

export const defaultCard: RateCard = nhsEngland2026;
export const shippedCodes: readonly string[] = shipped.map(({ code }) => code);
export const shippedCard = (code: string): RateCard | null =>
	shipped.find((card) => card.code === code) ?? null;
