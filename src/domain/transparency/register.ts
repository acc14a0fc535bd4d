import type { Choices } from '#domain/agreements/clauses.ts';
import { tiers, type Tier } from '#domain/pricing/tier.ts';

export const organisationKinds = {
	university: 'University',
	nhs: 'NHS body',
	charity: 'Charity',
	company: 'Company',
	service: 'This service'
} as const;
export type OrganisationKind = keyof typeof organisationKinds;

export type Output = {
	readonly id: string;
	readonly title: string;
	/** As Postgres writes it in JSON. */
	readonly releasedAt: string;
	readonly revokedAt: string | null;
	readonly revokedBecause: string;
	/** SHA-256 of the signed manifest; null while it is being signed. */
	readonly manifest: string | null;
};

/** An approved project as anybody may read it: nothing in it is about a person. */
export type Entry = {
	readonly id: string;
	readonly number: bigint;
	readonly title: string;
	readonly laySummary: string;
	readonly publicBenefit: string;
	readonly organisation: string;
	readonly organisationKind: OrganisationKind;
	readonly tier: Tier;
	readonly purpose: string;
	/** Codes of datasets. */
	readonly datasets: readonly string[];
	readonly approvedAt: Temporal.Instant;
	readonly publicReason: string;
	readonly outcome: string;
	/** Votes by kind, never by name. */
	readonly votes: Readonly<Record<string, number>> | null;
	readonly fee: bigint;
	readonly rateCardCode: string | null;
	readonly rateCardVersion: number | null;
	readonly ipOptions: Choices | null;
	readonly agreedAt: Temporal.Instant | null;
	readonly projectNumber: bigint | null;
	readonly projectStatus: string | null;
	readonly startsOn: Temporal.PlainDate | null;
	readonly endsOn: Temporal.PlainDate | null;
	readonly outputs: readonly Output[];
};

/** What the list is narrowed to; an empty text narrows nothing. */
export type Filters = {
	readonly kind: string;
	readonly tier: string;
	readonly dataset: string;
	readonly search: string;
};

/** Filters out of an address: what is not known there narrows nothing. */
export function filtersOf(query: URLSearchParams): Filters {
	const text = (name: string): string =>
		(query.get(name) ?? '').replaceAll('\0', '').toWellFormed().trim().slice(0, 80);
	const kind = text('kind');
	const tier = text('tier');
	return {
		kind: Object.hasOwn(organisationKinds, kind) ? kind : '',
		tier: (tiers as readonly string[]).includes(tier) ? tier : '',
		dataset: text('dataset'),
		search: text('search')
	};
}

export const noFilters: Filters = { kind: '', tier: '', dataset: '', search: '' };
