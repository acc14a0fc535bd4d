import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import { Problem } from '#platform/problems.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import { approvals, type Approval, type ClauseOption, type Topic } from './clause.ts';
import { conduct } from './library/conduct.ts';
import { ownership } from './library/ownership.ts';
import { results } from './library/results.ts';
import { value } from './library/value.ts';

/** A version of the clause library; an agreement pins the one it was written from. */
export type Library = {
	readonly version: number;
	readonly effectiveFrom: Temporal.PlainDate;
	readonly topics: readonly Topic[];
};

export const library: Library = {
	version: 1,
	effectiveFrom: Temporal.PlainDate.from('2026-11-01'),
	topics: [...ownership, ...value, ...results, ...conduct]
};

/** Choices as they arrive from outside; whether they may stand is for `choiceProblems` to say. */
export const ChoicesSchema = v.record(
	v.string(),
	v.object({
		option: v.string('Choose an option'),
		values: v.optional(v.record(v.string(), v.number('Enter a whole number')), {})
	})
);

/** One settled topic: the option and the numbers inside it. */
export type Choice = { readonly option: string; readonly values: Readonly<Record<string, number>> };
/** By code of the topic. */
export type Choices = Readonly<Record<string, Choice>>;
export type ChoiceProblem = { readonly topic: string; readonly message: string };

const optionOf = (topic: Topic, code: string): ClauseOption | undefined =>
	topic.options.find((option) => option.code === code);

const standardValues = (option: ClauseOption | undefined) =>
	Object.fromEntries((option?.parameters ?? []).map(({ code, standard }) => [code, standard]));

/** What "accept all standard terms" chooses for a tier: every topic, with its standard numbers. */
export const standardChoices = (tier: Tier, { topics }: Library = library): Choices =>
	Object.fromEntries(
		topics.map((topic) => {
			const option = topic.standard[tier];
			return [topic.code, { option, values: standardValues(optionOf(topic, option)) }];
		})
	);

function problemsOf(topic: Topic, choice: Choice | undefined): readonly string[] {
	if (!choice) return [`Choose an option for “${topic.title}”.`];
	const option = optionOf(topic, choice.option);
	if (!option)
		return [
			`“${choice.option}” is not an option for “${topic.title}”. ${topic.floor.limit} ${topic.floor.because}`
		];
	const known = option.parameters.map(({ code }) => code);
	const strangers = Object.keys(choice.values).filter((code) => !known.includes(code));
	return [
		...strangers.map((code) => `“${topic.title}” has no number called “${code}”.`),
		...option.parameters.flatMap(({ code, label, minimum, maximum }) => {
			const number = choice.values[code];
			const within =
				Number.isInteger(number) && Number(number) >= minimum && Number(number) <= maximum;
			return within
				? []
				: [
						`${label} must be a whole number from ${minimum.toLocaleString('en-GB')} to ${maximum.toLocaleString('en-GB')}.`
					];
		})
	];
}

/**
 * What keeps choices from being offered: a topic left open or unknown, an option that is not in the
 * library, a number beyond its bounds. Floors hold for everybody, whatever they approve.
 */
export function choiceProblems(
	choices: Choices,
	{ topics }: Library = library
): readonly ChoiceProblem[] {
	const codes = topics.map(({ code }) => code);
	const strangers = Object.keys(choices).filter((code) => !codes.includes(code));
	return [
		...topics.flatMap((topic) =>
			problemsOf(topic, choices[topic.code]).map((message) => ({ topic: topic.code, message }))
		),
		...strangers.map((topic) => ({ topic, message: `There is no clause called “${topic}”.` }))
	];
}

const isStandard = (choice: Choice | undefined, option: ClauseOption, standard: string): boolean =>
	option.code === standard &&
	option.parameters.every((each) => choice?.values[each.code] === each.standard);

/** The topics settled otherwise than the tier's standard, and the approval each of them needs. */
export const departures = (
	choices: Choices,
	tier: Tier,
	{ topics }: Library = library
): readonly { readonly topic: string; readonly approval: Approval }[] =>
	topics.flatMap((topic) => {
		const choice = choices[topic.code];
		const option = optionOf(topic, choice?.option ?? '');
		if (!option || isStandard(choice, option, topic.standard[tier])) return [];
		return [{ topic: topic.code, approval: option.approval }];
	});

/** The highest approval that an offer on these choices needs; null for the standard terms. */
export function approvalNeeded(
	choices: Choices,
	tier: Tier,
	from: Library = library
): Approval | null {
	const levels = departures(choices, tier, from).map(({ approval }) => approval);
	return approvals.findLast((level) => levels.includes(level)) ?? null;
}

/** A settled topic with its numbers filled in, in the order of the library. */
export type SettledClause = {
	readonly topic: string;
	readonly title: string;
	readonly option: string;
	readonly optionTitle: string;
	readonly text: string;
	readonly note: string;
};

/** @throws Problem 409 with the first reason why these choices cannot be put into words. */
export function settle(choices: Choices, from: Library = library): readonly SettledClause[] {
	const [problem] = choiceProblems(choices, from);
	if (problem) throw new Problem(409, problem.message);
	return from.topics.flatMap((topic) => {
		const choice = choices[topic.code];
		const option = optionOf(topic, choice?.option ?? '');
		if (!choice || !option) return [];
		return [
			{
				topic: topic.code,
				title: topic.title,
				option: option.code,
				optionTitle: option.title,
				text: fill(option.text, choice.values),
				note: option.note
			}
		];
	});
}

const fill = (text: string, values: Choice['values']): string =>
	text.replace(/\{(\w+)\}/g, (_, code: string) => Number(values[code]).toLocaleString('en-GB'));

/** What the version's hash covers and its record holds. */
export const libraryJson = (from: Library = library): Json => ({
	version: from.version,
	effectiveFrom: from.effectiveFrom.toString(),
	topics: from.topics.map((topic) => ({ ...topic, standard: { ...topic.standard } }))
});
