import { countries } from './countries.ts';
import { tierQuestions } from './tier.ts';

const optionsOf = (answers: Readonly<Record<string, string>>) =>
	Object.entries(answers).map(([value, label]) => ({ value, label }));

/** The three questions that choose the tier, as radios. */
export const tierFields = Object.entries(tierQuestions).map(([name, { question, answers }]) => ({
	name,
	legend: question,
	options: optionsOf(answers)
}));

const names = new Intl.DisplayNames('en-GB', { type: 'region' });

/** Every country by name, the United Kingdom first. */
export const countryOptions = [...countries]
	.map((value) => ({ value, label: names.of(value) ?? value }))
	.sort((a, b) =>
		a.value === 'GB' ? -1 : b.value === 'GB' ? 1 : a.label.localeCompare(b.label, 'en-GB')
	);

export const countryName = (code: string): string => names.of(code) ?? code;
