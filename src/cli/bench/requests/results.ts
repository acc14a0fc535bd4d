import type { Chance } from './chance.ts';
import { sample, textOf, type Sample } from './file.ts';
import { groups, type Person } from './people.ts';

type Cell = string | number;

const header = [
	'term', 'estimate', 'std_error', 'family', 'n', 'df_residual', 'events', 'variable', 'n_level',
	'events_level'
]; // prettier-ignore

/** The lines of a logistic model of the event by sex, age and exposure, as an analyst writes them. */
export function modelLines(chance: Chance, people: readonly Person[]): Cell[][] {
	const n = people.length;
	const events = people.filter(({ event }) => event).length;
	const levels: [string, string, (person: Person) => boolean][] = [
		['sex', 'Female', ({ sex }) => sex === 'Female'],
		['sex', 'Male', ({ sex }) => sex === 'Male'],
		...groups.age.map((band): [string, string, (person: Person) => boolean] => [
			'age',
			band,
			({ age }) => age === band
		]),
		['exposed', 'No', ({ exposed }) => !exposed],
		['exposed', 'Yes', ({ exposed }) => exposed]
	];
	const references = new Set(['sexFemale', 'age18 to 34', 'exposedNo']);
	const shared = [
		'logistic',
		n,
		n - 1 - (levels.length - references.size),
		events
	] satisfies Cell[];
	const lines = levels.map(([variable, level, is]): Cell[] => {
		const here = people.filter(is);
		const reference = references.has(`${variable}${level}`);
		const estimate = reference ? '' : chance.normal(0.2, 0.3).toFixed(3);
		const error = reference ? '' : (2.2 / Math.sqrt(here.length)).toFixed(3);
		const hit = here.filter(({ event }) => event).length;
		return [`${variable}${level}`, estimate, error, ...shared, variable, here.length, hit];
	});
	return [header, ['(Intercept)', '-2.417', '0.081', ...shared, '', '', ''], ...lines];
}

/** A model with at least ten people with and without the event at every level, else null. */
export function modelFile(chance: Chance, people: readonly Person[], name: string): Sample | null {
	const lines = modelLines(chance, people);
	const thin = lines.slice(2).some((line) => {
		const [all, hit] = [Number(line[8]), Number(line[9])];
		return hit < 10 || all - hit < 10;
	});
	return thin ? null : sample(`${name}.csv`, textOf(lines), (lines.length - 1) * 2);
}

/** At risk, events, censored and survival by year, while at least `least` stay and leave each year. */
export function survivalLines(people: readonly Person[], least: number): Cell[][] {
	const lines: Cell[][] = [];
	let survival = 1;
	for (let until = 12; until <= 60; until += 12) {
		const atRisk = people.filter(({ months }) => months > until - 12);
		const leaving = atRisk.filter(({ months }) => months <= until);
		const events = leaving.filter(({ event }) => event).length;
		const censored = leaving.length - events;
		const thin = [events, censored].some((count) => count > 0 && count < least);
		if (atRisk.length - leaving.length < least || thin) break;
		survival *= 1 - events / atRisk.length;
		lines.push([until, atRisk.length, events, censored, survival.toFixed(3)]);
	}
	return [['time', 'at_risk', 'events', 'censored', 'survival'], ...lines];
}

export function survivalFile(people: readonly Person[], name: string): Sample | null {
	const lines = survivalLines(people, 10);
	return lines.length < 3 ? null : sample(`${name}.csv`, textOf(lines), (lines.length - 1) * 4);
}
