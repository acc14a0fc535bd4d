import { review, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import { intercept, type Model, type Term } from './format.ts';
import { at, few, place, small, unread } from './said.ts';

/** Each level of a variable is a group of people, and the reference level is one too. */
export function groups(model: Model, policy: Policy): Finding[] {
	const slopes = model.terms.filter(({ term }) => !intercept.test(term));
	if (slopes.some(({ levelN }) => levelN === null || unread(levelN)))
		return [
			...slopes.flatMap((term) => level(model, term, policy)),
			review(
				'needs-evidence',
				place(model),
				'The file does not say how many people are in each group.',
				'Add the column n_level: people at each level, or n for a number such as age.'
			)
		];
	return [...slopes.flatMap((term) => level(model, term, policy)), ...references(model, policy)];
}

function level(model: Model, term: Term, policy: Policy): Finding[] {
	const { levelN: n, levelEvents: events } = term;
	if (n === null || unread(n)) return [];
	if (n === 0)
		return [review('zero', at(model, term), 'Nobody is in this group.', 'Leave this group out.')];
	const found = small(n, policy) ? [few(at(model, term), 'people')] : [];
	if (events === null || unread(events)) return found;
	const without = model.family === 'logistic' && small(n - events, policy);
	if (small(events, policy) || without)
		found.push(few(at(model, term), 'people with or without the event'));
	if (model.family === 'logistic' && (events === 0 || events === n))
		found.push(
			review(
				'class',
				at(model, term),
				'Everybody or nobody in this group had the event.',
				'Combine this group with another.'
			)
		);
	return found;
}

/** The people who are at no level that the file lists are at the reference level. */
function references(model: Model, policy: Policy): Finding[] {
	const { n } = model;
	if (n === null || unread(n)) return [];
	const variables = new Set(model.terms.map(({ variable }) => variable).filter((v) => v !== ''));
	return [...variables].flatMap((variable) => {
		const levels = model.terms.filter((term) => term.variable === variable);
		if (levels.some(({ estimate }) => estimate === null)) return [];
		// a number has one term, and everybody has a value of it
		if (levels.length === 1 && levels[0]?.levelN === n) return [];
		const rest = n - levels.reduce((sum, { levelN }) => sum + (levelN ?? 0), 0);
		return small(rest, policy)
			? [few(`${place(model)}, the reference level of “${variable}”`, 'people')]
			: [];
	});
}
