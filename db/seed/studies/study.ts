import { answersFor, type Answers } from '#domain/applications/answers.ts';
import type { Cohort } from '#domain/catalogue/cohort.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import type { Json } from '#platform/canonical.ts';
import { personId, type OrganisationKey, type PersonKey } from '../people.ts';

type Texts<Names extends string> = Readonly<Record<Names, string>>;

/** A whole application in the demonstration's words. */
export type Study = {
	readonly lead: PersonKey;
	readonly organisation: OrganisationKey;
	readonly tier: Tier;
	readonly members: readonly Texts<'name' | 'email' | 'organisation' | 'country'>[];
	readonly signatory: PersonKey;
	readonly months: number;
	readonly cohort: Cohort;
	readonly project: Texts<
		| 'title'
		| 'kind'
		| 'laySummary'
		| 'aims'
		| 'publicBenefit'
		| 'publicInvolvement'
		| 'funders'
		| 'commercialInterest'
		| 'startsOn'
	>;
	readonly data: Texts<'reasons' | 'basis6' | 'basis9' | 'confidentiality' | 'minimisation'> & {
		readonly datasets: readonly string[];
		/** "table.column"; none asks for everything that may be released. */
		readonly columns?: readonly string[];
	};
	readonly settings: Texts<'workspaceSize' | 'software' | 'filesIn'>;
	readonly outputs: Texts<'expected' | 'models' | 'publication' | 'retention'> & {
		readonly smallestCell: number;
	};
	readonly commercial: Texts<'poNumber' | 'ipWanted' | 'benefit'>;
};

/** The study's answers by section, as the form of version 1 stores them. */
export const answersOf = (study: Study): Record<string, Record<string, Json>> =>
	({
		'safe-people': {
			members: study.members.map((member) => ({ ...member, training: '2028-03-31' })),
			signatory: personId(study.signatory)
		},
		'safe-project': { ...study.project, months: study.months },
		'safe-data': {
			...study.data,
			columns: study.data.columns ?? [],
			cohort: study.cohort,
			from: study.cohort.from,
			to: study.cohort.to
		},
		'safe-settings': study.settings,
		'safe-outputs': study.outputs,
		commercial: { ...answersFor[study.tier], ...study.commercial }
	}) satisfies Answers;
