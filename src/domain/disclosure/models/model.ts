import { fail, review, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import {
	modelsOf,
	parameters,
	sheetOf,
	type Family,
	type Lines,
	type Model,
	type Term
} from './format.ts';
import { groups } from './groups.ts';
import { saturation } from './saturation.ts';
import { at, few, place, small, unread } from './said.ts';

/**
 * What a checker should know of a file of regression models (README.md beside this file says which
 * columns). Null when the lines are no such file. Source: disclosure.md §3; ACRO's rule on residual
 * degrees of freedom.
 */
export function judgeModel(lines: Lines, policy: Policy): Finding[] | null {
	const models = modelsOf(sheetOf(lines));
	if (models === null) return null;
	return models.flatMap((model) => [
		...freedom(model, policy),
		...size(model, policy),
		...groups(model, policy),
		...saturation(model, policy),
		...model.terms.flatMap((term) => precision(model, term)),
		...fit(model)
	]);
}

/** Residual degrees of freedom, as the file says and as its size allows, whichever is less. */
function freedom(model: Model, policy: Policy): Finding[] {
	const least = policy.degreesOfFreedom;
	if (least === null) return [];
	const counted = counts(model);
	const most = counted === null ? null : counted - parameters(model);
	const { dfResidual: said } = model;
	if (unread(said) || (said === null && most === null))
		return [
			review(
				'degrees-of-freedom',
				place(model),
				'The file does not say how many degrees of freedom are left.',
				'Add the columns n and df_residual.'
			)
		];
	const found: Finding[] = [];
	if (said !== null && most !== null && said > most + (model.family === 'cox' ? Infinity : 0))
		found.push(
			review(
				'degrees-of-freedom',
				place(model),
				'More degrees of freedom are left than the number of people and of terms allows.',
				'Check n, df_residual and the list of terms.'
			)
		);
	if (Math.min(said ?? Infinity, most ?? Infinity) < least)
		found.push(
			fail(
				'degrees-of-freedom',
				place(model),
				`Fewer than ${String(least)} residual degrees of freedom are left.`,
				'Use fewer terms, or more people.'
			)
		);
	return found;
}

/** Degrees of freedom come from people, but of a Cox model from its events. */
const counts = (model: Model): number | null => {
	const from = model.family === 'cox' ? (model.events ?? model.n) : model.n;
	return from === null || unread(from) ? null : from;
};

const eventful: readonly (Family | null)[] = ['logistic', 'cox', 'poisson'];

function size(model: Model, policy: Policy): Finding[] {
	const { n, events, family } = model;
	if (n === null || unread(n))
		return [
			review(
				'needs-evidence',
				place(model),
				'The file does not say how many people the model is of.',
				'Add the column n.'
			)
		];
	const found = small(n, policy) ? [few(place(model), 'people')] : [];
	if (family === null)
		found.push(
			review(
				'needs-evidence',
				place(model),
				'The file does not say what kind of model this is.',
				'Add the column family: linear, logistic, poisson or cox.'
			)
		);
	if (!eventful.includes(family)) return found;
	if (events === null || unread(events))
		found.push(
			review(
				'needs-evidence',
				place(model),
				'The file does not say how many people had the event.',
				'Add the column events.'
			)
		);
	else {
		if (small(events, policy)) found.push(few(place(model), 'people with the event'));
		if (family === 'logistic' && small(n - events, policy))
			found.push(few(place(model), 'people without the event'));
	}
	return found;
}

/** An estimate without an error, or an error of nought, says more of people than a model should. */
function precision(model: Model, term: Term): Finding[] {
	const { estimate, stdError } = term;
	if (estimate === null) return [];
	const where = at(model, term);
	if (stdError === null || unread(stdError) || unread(estimate))
		return [
			review(
				'standard-error',
				where,
				'This estimate has no standard error, or a figure that cannot be read.',
				'Add the column std_error with a number for each estimate.'
			)
		];
	if (stdError <= 0)
		return [
			fail(
				'standard-error',
				where,
				'A standard error of zero or less means that the model repeats the data.',
				'Leave this model out, or use fewer terms.'
			)
		];
	const separated = model.family !== 'linear' && Math.abs(estimate) > 8 && stdError > 50;
	return separated
		? [
				review(
					'class',
					where,
					'A huge estimate with a huge error means that a group has nobody with, or nobody without, the event.',
					'Combine this group with another.'
				)
			]
		: [];
}

function fit(model: Model): Finding[] {
	const { rSquared } = model;
	if (rSquared === null || rSquared < 1 - 1e-9) return [];
	return [
		fail(
			'perfect-fit',
			place(model),
			'R² is 1: the model gives back the values of the people in it.',
			'Leave this model out.'
		)
	];
}
