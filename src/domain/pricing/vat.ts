import type { Pence } from '#platform/money.ts';
import { sum, vat } from '#platform/money.ts';

/**
 * What is supplied, as far as VAT cares: a service; a licence that shares in a benefit (royalty,
 * revenue share); a grant that buys nothing; work inside one legal entity or VAT group.
 */
export const supplies = ['service', 'benefit-share', 'grant', 'internal'] as const;
export type Supply = (typeof supplies)[number];

/** `country` is the ISO 3166 code of where the customer belongs. */
export type VatCustomer = { readonly country: string; readonly businessEvidence: boolean };

export const treatments = ['standard', 'outside-scope'] as const;

export type VatRule = {
	readonly code: string;
	readonly treatment: (typeof treatments)[number];
	/** Basis points: 2000n is 20 %. */
	readonly rate: bigint;
	readonly because: string;
	/** What the invoice must say, if anything. */
	readonly note: string | null;
};

const standard = 2000n;

/**
 * The rules an operator's adviser must confirm; configuration, like the rate itself. The exemption
 * for research between eligible bodies ended on 1 August 2013, so universities and charities in the
 * United Kingdom are charged like any other customer.
 */
export const vatRules = {
	uk: {
		code: 'UK-B2B',
		treatment: 'standard',
		rate: standard,
		because: 'The customer belongs in the United Kingdom.',
		note: null
	},
	abroadBusiness: {
		code: 'NONUK-B2B',
		treatment: 'outside-scope',
		rate: 0n,
		because: 'The customer is a business outside the United Kingdom and evidence of that is held.',
		note: 'Reverse charge: no UK VAT is charged; the customer accounts for any VAT due where it belongs (Value Added Tax Act 1994, section 7A).'
	},
	abroadUnproven: {
		code: 'NONUK-B2C',
		treatment: 'standard',
		rate: standard,
		because:
			'The customer is outside the United Kingdom, but no evidence that it is a business is held.',
		note: null
	},
	grant: {
		code: 'GRANT',
		treatment: 'outside-scope',
		rate: 0n,
		because: 'A grant that buys nothing in return is not a supply.',
		note: 'Outside the scope of VAT.'
	},
	internal: {
		code: 'INTERNAL',
		treatment: 'outside-scope',
		rate: 0n,
		because: 'Work inside one legal entity or VAT group is not a supply.',
		note: 'No supply for VAT; settled by journal.'
	}
} as const satisfies Record<string, VatRule>;

/** Isle of Man supplies are treated as made in the United Kingdom; the Channel Islands are abroad. */
const unitedKingdom = new Set(['GB', 'IM']);

/** Which rule a supply to a customer falls under. Royalties follow the place of supply of services. */
export function vatRule(supply: Supply, { country, businessEvidence }: VatCustomer): VatRule {
	if (supply === 'grant' || supply === 'internal') return vatRules[supply];
	if (unitedKingdom.has(country)) return vatRules.uk;
	return businessEvidence ? vatRules.abroadBusiness : vatRules.abroadUnproven;
}

export type VatClass = VatRule & { readonly net: Pence; readonly vat: Pence };

/**
 * One class for each rule that applies, in the order its first line appears: the tax is taken once
 * on the sum of the class, never line by line, so pennies do not pile up (settled.md 20).
 */
export function vatClasses(
	lines: readonly { readonly net: Pence; readonly supply: Supply }[],
	customer: VatCustomer
): readonly VatClass[] {
	const classes = new Map<VatRule, Pence[]>();
	for (const { net, supply } of lines) {
		const rule = vatRule(supply, customer);
		classes.set(rule, [...(classes.get(rule) ?? []), net]);
	}
	return [...classes].map(([rule, nets]) => {
		const net = sum(nets);
		return { ...rule, net, vat: vat(net, rule.rate) };
	});
}
