import { fail, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import type { Model, Term } from './format.ts';

export const place = ({ name }: Model): string => (name === '' ? 'the model' : `model “${name}”`);
export const at = (model: Model, term: Term): string => `${place(model)}, term “${term.term}”`;

/** Somebody, but fewer than the threshold. */
export const small = (count: number, { threshold }: Policy): boolean =>
	threshold !== null && count > 0 && count < threshold;

/** A figure that is there but is no number. */
export const unread = (value: number | null): boolean => value !== null && !Number.isFinite(value);

export const few = (where: string, what: string): Finding =>
	fail(
		'threshold',
		where,
		`Too few ${what} stand behind this.`,
		'Combine groups, or leave this out.'
	);
