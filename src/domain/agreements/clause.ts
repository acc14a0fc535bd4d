import type { Tier } from '#domain/pricing/tier.ts';

/** Who of the service must agree before a choice that is not the tier's standard may be offered. */
export const approvals = ['commercial-manager', 'commercial-director'] as const;
export type Approval = (typeof approvals)[number];

/** A number inside a clause that the parties settle. Both bounds are floors: nobody crosses them. */
export type Parameter = {
	readonly code: string;
	readonly label: string;
	readonly minimum: number;
	readonly maximum: number;
	readonly standard: number;
};

/**
 * One way to settle a topic. `text` is the legal wording, `{code}` standing for a parameter;
 * `note` says the same in plain English. `approval` is needed when it is not the tier's standard.
 */
export type ClauseOption = {
	readonly code: string;
	readonly title: string;
	readonly text: string;
	readonly note: string;
	readonly approval: Approval;
	readonly parameters: readonly Parameter[];
};

/** `floor` is what no option and no redline of this topic may ever go below, and why. */
export type Topic = {
	readonly code: string;
	readonly title: string;
	readonly options: readonly ClauseOption[];
	readonly standard: Readonly<Record<Tier, string>>;
	readonly floor: { readonly limit: string; readonly because: string };
};

/** The same standard for every tier. */
export const standardForAll = (option: string): Record<Tier, string> => ({
	nhs: option,
	academic: option,
	student: option,
	sme: option,
	commercial: option
});

/** One standard for studies without a company and another for those with one. */
export const standardByCompany = (without: string, withOne: string): Record<Tier, string> => ({
	nhs: without,
	academic: without,
	student: without,
	sme: withOne,
	commercial: withOne
});
