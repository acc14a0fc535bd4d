import { digest } from '#platform/digest.server.ts';
import { quoteCanonical, quoteJson, type Quote, type SealedQuote } from './quote.ts';
import { rateCardJson, type RateCard } from './rate-card.ts';

/** SHA-256 of a quote's canonical form: what an offer, an application and a signature pin. */
export const quoteDigest = (answer: Quote): string => digest(quoteCanonical(answer));

/** SHA-256 of a rate card version, which is immutable once approved. */
export const rateCardDigest = (card: RateCard): string => digest(rateCardJson(card));

/** The whole answer of `aldgate quote --json` and of the API. */
export const sealed = (answer: Quote): SealedQuote => ({
	...quoteJson(answer),
	sha256: quoteDigest(answer)
});
