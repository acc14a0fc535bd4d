import { depression } from './depression.ts';
import { hypertension } from './hypertension.ts';
import { inhaler } from './inhaler.ts';
import type { Study } from './study.ts';

/** A study like another one in people, data and settings, with a question of its own. */
const like = (
	study: Study,
	project: Pick<Study['project'], 'title' | 'laySummary' | 'aims' | 'publicBenefit' | 'startsOn'>,
	cohort: Partial<Study['cohort']>
): Study => ({
	...study,
	project: { ...study.project, ...project },
	cohort: { ...study.cohort, ...cohort }
});

/** Under way in a workspace, with outputs at every stage. */
export const sugar = (startsOn: string): Study =>
	like(
		depression,
		{
			title: 'Blood sugar control in type 2 diabetes across London’s neighbourhoods',
			laySummary:
				'People with type 2 diabetes who keep their blood sugar near the target have fewer problems with their eyes, kidneys and feet. We know that control is worse in poorer neighbourhoods in other cities.\n\nWe want to know by how much it differs across London, for women and men and by age, so that help can go where it is needed most. We use records from which names, addresses and NHS numbers have been taken out, and publish counts and averages of groups only.',
			aims: '1. Count adults with type 2 diabetes by age, sex and deprivation tenth.\n2. Compare mean HbA1c between these groups.\n3. Describe how both changed from year to year.',
			publicBenefit:
				'Boroughs decide each spring where the diabetes teams work. They will have figures for their own neighbourhoods, which they do not have today.',
			startsOn
		},
		{}
	);

/** Paid by a company, its extract made and waiting at the gate. */
export const copd = (startsOn: string): Study =>
	like(
		inhaler,
		{
			title: 'Winter flare-ups of chronic obstructive pulmonary disease and inhaler choice',
			laySummary:
				'Many people with chronic obstructive pulmonary disease, a disease of the lungs, get much worse in winter and end up in hospital. Some kinds of inhaler may protect better than others.\n\nWe want to compare how often people who use different inhalers were admitted to hospital in winter. We use records without names, addresses or NHS numbers, inside a locked room of computers, and take out only tables of groups.',
			aims: '1. Count winter admissions by kind of inhaler.\n2. Compare the rates, allowing for age, sex, smoking and deprivation.',
			publicBenefit:
				'If one kind of inhaler prevents admissions, practices can offer it before the next winter. The results are published whatever they show.',
			startsOn
		},
		{}
	);

/** Sent back for a plainer summary. */
export const asthma = (startsOn: string): Study =>
	like(
		depression,
		{
			title: 'Emergency visits for asthma among young adults',
			laySummary:
				'Longitudinal ascertainment of exacerbation phenotypes in a linked primary and secondary care cohort. We will estimate incidence rates with generalised estimating equations.',
			aims: '1. Estimate how often adults under 35 with asthma come to hospital.\n2. Compare those with and without a yearly review.',
			publicBenefit: 'Practices will see whom a yearly review protects from an emergency.',
			startsOn
		},
		{ conditions: [317009], ageTo: 35 }
	);

/** Not approved: the committee saw no benefit. */
export const marketing = (startsOn: string): Study =>
	like(
		hypertension,
		{
			title: 'Which neighbourhoods buy home blood pressure monitors',
			laySummary:
				'We would like to learn where people with high blood pressure live, so that makers of home monitors know where to offer them. We would use records without names and publish a map of neighbourhoods.',
			aims: '1. Map adults with high blood pressure by neighbourhood.\n2. Rank neighbourhoods by demand.',
			publicBenefit: 'More people might measure their blood pressure at home.',
			startsOn
		},
		{}
	);
