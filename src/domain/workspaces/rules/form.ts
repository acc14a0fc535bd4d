import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import type { Choices } from './choices.ts';
import { parts, presetQuestion, type Question } from './questions.ts';

const values = (name: Question['name']): string[] =>
	[presetQuestion, ...parts.flatMap(({ questions }) => questions)]
		.find((one) => one.name === name)
		?.options.map(({ value }) => value) ?? [];
const pick = (name: Question['name']) => v.picklist(values(name), 'Choose one of the answers');
const why = fields.optionalText('Reason', 2000);

export const RulesForm = v.object({
	preset: pick('preset'),
	dates: pick('dates'),
	times: pick('times'),
	ageBand: pick('ageBand'),
	infants: pick('infants'),
	birth: pick('birth'),
	ethnicity: pick('ethnicity'),
	place: pick('place'),
	deprivation: pick('deprivation'),
	organisations: pick('organisations'),
	rareCodes: pick('rareCodes'),
	extremes: pick('extremes'),
	why_days: why,
	why_people: why,
	why_places: why,
	why_codes: why,
	reason: fields.text('Say why these rules are set', 'Reason', 2000)
});
export type RulesAnswers = v.InferOutput<typeof RulesForm>;

function reasonsOf(answers: RulesAnswers): Record<string, string> {
	const given: Readonly<Record<string, string>> = answers;
	return Object.fromEntries(
		parts.flatMap(({ reason, questions }) =>
			questions
				.map(({ name }): [string, string] => [name, (given[reason] ?? '').trim()])
				.filter(([, words]) => words !== '')
		)
	);
}

/** The choices that a sent form makes, as they are read from outside: a schema judges them. */
export function choicesFrom(answers: RulesAnswers): unknown {
	const { dates, ageBand, infants, deprivation } = answers;
	const [mode = '', ...rest] = dates.split('-');
	return {
		preset: answers.preset,
		dates: {
			mode: mode === 'preset' ? null : mode,
			...(mode === 'relative' ? { index: rest.join('-') } : {}),
			preserveWeekday: dates === 'shift-weeks'
		},
		ageBand: ageBand === 'preset' ? null : Number(ageBand),
		infants: infants === 'yes',
		deprivation: deprivation === 'none' ? [] : [deprivation],
		times: answers.times,
		birth: answers.birth,
		ethnicity: answers.ethnicity,
		place: answers.place,
		organisations: answers.organisations,
		rareCodes: answers.rareCodes,
		extremes: answers.extremes,
		reasons: reasonsOf(answers)
	};
}

/** What a form shows before anybody has changed it. */
export function answersFrom(choices: Choices): Record<string, string> {
	const { dates, ageBand, deprivation, reasons } = choices;
	const mode =
		dates.mode === null
			? 'preset'
			: dates.mode === 'relative'
				? `relative-${dates.index}`
				: dates.mode === 'shift' && dates.preserveWeekday
					? 'shift-weeks'
					: dates.mode;
	return {
		preset: choices.preset,
		dates: mode,
		times: choices.times,
		ageBand: ageBand === null ? 'preset' : String(ageBand),
		infants: choices.infants ? 'yes' : 'no',
		birth: choices.birth,
		ethnicity: choices.ethnicity,
		place: choices.place,
		deprivation: deprivation[0] ?? 'none',
		organisations: choices.organisations,
		rareCodes: choices.rareCodes,
		extremes: choices.extremes,
		...Object.fromEntries(
			parts.map(({ reason, questions }) => [
				reason,
				questions.map(({ name }) => reasons[name] ?? '').find((words) => words !== '') ?? ''
			])
		)
	};
}

const nameOf = (question: Question, answers: Readonly<Record<string, string>>) =>
	question.options.find(({ value }) => value === answers[question.name])?.label ?? '';

/** The choices in words, for those who only read them. */
export function inWords(choices: Choices): { term: string; words: string }[] {
	const answers = answersFrom(choices);
	return [presetQuestion, ...parts.flatMap(({ questions }) => questions)].map((one) => ({
		term: one.legend,
		words: nameOf(one, answers)
	}));
}
