import type { Purpose } from '#domain/catalogue/cohort.ts';

export type ControllerKind = 'gp-practice' | 'trust';

/** How many of the controllers of a kind have signed up to a dataset for a purpose. */
export type Coverage = {
	readonly dataset: string;
	readonly purpose: Purpose;
	readonly kind: ControllerKind;
	readonly signed: number;
	readonly total: number;
};

export const kindNames = {
	'gp-practice': 'GP practices',
	trust: 'hospital trusts'
} as const satisfies Record<ControllerKind, string>;

export const purposeNames = {
	planning: 'Planning and running services',
	research: 'Research for the public good',
	industry: 'Work by or for industry'
} as const satisfies Record<Purpose, string>;

/** "171 of 200". */
export const coverageInWords = ({ signed, total }: Coverage): string =>
	`${signed.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`;
