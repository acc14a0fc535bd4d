import { roleName } from '#domain/people/roles.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import { plural } from '#platform/time.ts';
import type { Topic } from './clause.ts';
import { approvalNeeded, departures, settle, type Choices, type Library } from './clauses.ts';

const filled = (text: string, values: Readonly<Record<string, number>>): string =>
	text.replace(
		/\{(\w+)\}/g,
		(whole, code: string) => values[code]?.toLocaleString('en-GB') ?? whole
	);

const standardOf = (parameters: readonly { code: string; standard: number }[]) =>
	Object.fromEntries(parameters.map(({ code, standard }) => [code, standard]));

/** A topic with all its options, as the public terms show it: numbers at their standard. */
export const topicView = (topic: Topic) => ({
	code: topic.code,
	title: topic.title,
	floor: topic.floor,
	options: topic.options.map((option) => ({
		code: option.code,
		title: option.title,
		text: filled(option.text, standardOf(option.parameters)),
		note: option.note,
		approval: roleName(option.approval),
		numbers: option.parameters.map(
			({ label, minimum, maximum, standard }) =>
				`${label}: ${standard.toLocaleString('en-GB')} as standard, from ${minimum.toLocaleString('en-GB')} to ${maximum.toLocaleString('en-GB')}`
		),
		parameters: option.parameters,
		standardFor: (Object.keys(topic.standard) as Tier[]).filter(
			(tier) => topic.standard[tier] === option.code
		)
	}))
});
export type TopicView = ReturnType<typeof topicView>;

/** The clauses of an agreement as they are settled, each beside its plain English and its floor. */
export function clausesView(choices: Choices, tier: Tier, library: Library) {
	const apart = departures(choices, tier, library);
	return settle(choices, library).map((clause, at) => {
		const topic = library.topics.find(({ code }) => code === clause.topic);
		const away = apart.find((one) => one.topic === clause.topic);
		return {
			number: at + 1,
			...clause,
			values: choices[clause.topic]?.values ?? {},
			departs: away ? roleName(away.approval) : null,
			topicView: topic ? topicView(topic) : null
		};
	});
}
export type ClauseView = ReturnType<typeof clausesView>[number];

/** The bar on top: how much is standard, and whose approval the rest needs. */
export function bar(choices: Choices, tier: Tier, library: Library): string {
	const all = library.topics.length;
	const apart = departures(choices, tier, library);
	if (apart.length === 0) return `All ${String(all)} clauses are on the standard terms`;
	const needed = approvalNeeded(choices, tier, library);
	const titles = apart.map(
		({ topic }) => `“${library.topics.find(({ code }) => code === topic)?.title ?? topic}”`
	);
	return [
		`${String(all - apart.length)} of ${String(all)} clauses are on the standard terms`,
		`${plural(apart.length, 'departure')}: ${titles.join(', ')}`,
		...(needed ? [`needs the approval of the ${roleName(needed)}`] : [])
	].join(' · ');
}
