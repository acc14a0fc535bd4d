import type { OpinionKind } from '#domain/applications/streams.ts';
import type { PersonKey } from '../people.ts';

/** Who gives each opinion in the demonstration, and its words. */
export const opinions: Readonly<Record<OpinionKind, [PersonKey, string]>> = {
	technical: [
		'owen',
		'The methods answer the questions asked. The numbers of people are ample for every comparison planned.'
	],
	privacy: [
		'farah',
		'De-identified records are enough and nothing confidential is disclosed. The variables are the least that would do.'
	],
	commercial: [
		'nadia',
		'The fee is the commercial tier’s. The results are free for the NHS to use and are published either way.'
	],
	citizens: [
		'grace',
		'The group supports the study and asks that its results come back to the people of the boroughs studied.'
	]
};

/** Why the demonstration's members vote other than yes. */
export const reasons = {
	no: 'The benefit to Londoners is not shown, and a smaller study could have been done first.',
	conditional: 'I would approve once the results are promised in plain English as well.',
	abstain: 'I missed the discussion and do not know enough to choose.'
} as const;

/** The chair's words when the committee approves, with or without conditions. */
export const inFavour = {
	reason:
		'The question matters, the methods fit it, and no less data would do. The public members were satisfied that the summary is plain and the benefit likely.',
	publicReason:
		'The committee approved this study because it answers a question that matters to Londoners, uses no more data than it needs, and will publish what it finds.'
};

/** The chair's words when it does not. */
export const refusal = {
	reason:
		'The committee was not satisfied that the benefit outweighs the use of so many people’s records.',
	publicReason:
		'The committee did not approve this study as it stands because the benefit to the public was not shown clearly enough.'
};
