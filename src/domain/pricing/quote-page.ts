import { plural } from '#platform/time.ts';
import { countryName } from './questions.ts';
import type { QuoteRequest } from './request.ts';
import { tierNames, tierOf, tierQuestions, type TierAnswers } from './tier.ts';

type Asked = Readonly<Record<string, unknown>>;

const isAnswer = (asked: Asked, name: keyof typeof tierQuestions): boolean =>
	typeof asked[name] === 'string' && Object.hasOwn(tierQuestions[name].answers, asked[name]);

/** The three answers that chose the tier; null for a quote that was not made on the page. */
export const tierAnswers = (asked: Asked): TierAnswers | null =>
	isAnswer(asked, 'use') && isAnswer(asked, 'funder') && isAnswer(asked, 'rights')
		? (asked as TierAnswers)
		: null;

/** What was priced, as rows of a summary in plain words. */
export function requestInWords(request: QuoteRequest, asked: Asked) {
	const answers = tierAnswers(asked);
	const because = answers ? ` ${tierOf(answers).because}` : '';
	const business = request.customer.businessEvidence ? ', a business that can show it' : '';
	return [
		{ key: 'Tier', value: `${tierNames[request.tier]}.${because}` },
		{ key: 'Length', value: plural(request.months, 'month') },
		{ key: 'People in the workspace', value: plural(request.users, 'person', 'people') },
		{ key: 'Payer', value: `${countryName(request.customer.country)}${business}` }
	];
}

/** The calculator's address with the same answers, to price the study again today. */
export function againQuery(asked: Asked): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(asked))
		for (const one of [value].flat()) if (typeof one === 'string') query.append(name, one);
	return query.toString();
}
