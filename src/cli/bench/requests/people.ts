import type { Chance } from './chance.ts';

/** Made-up people of one made-up study: what the tables of a request are counted from. */
export type Person = {
	readonly sex: string;
	readonly age: string;
	readonly region: string;
	readonly decile: string;
	readonly exposed: boolean;
	readonly event: boolean;
	/** Whole months until the event or the end of follow-up. */
	readonly months: number;
	readonly measured: number;
	/** What their care cost, in pounds: many spend little, a few much. */
	readonly spent: number;
};

export const groups = {
	sex: ['Female', 'Male'],
	age: ['18 to 34', '35 to 49', '50 to 64', '65 to 79', '80 and over'],
	region: ['North Central', 'North East', 'North West', 'South East', 'South West'],
	decile: ['1 to 2', '3 to 4', '5 to 6', '7 to 8', '9 to 10']
} as const;
export type Group = keyof typeof groups;

/** Groups are of unequal size, so that some tables have small cells of themselves. */
export function peopleOf(chance: Chance, size: number): Person[] {
	const skew = <T>(values: readonly T[]): T => {
		const index = Math.floor(values.length * chance.next() ** 1.4);
		return values[index] ?? chance.pick(values);
	};
	return Array.from({ length: size }, () => {
		const exposed = chance.often(0.35);
		const age = skew(groups.age);
		const risk = 0.06 + 0.05 * groups.age.indexOf(age) + (exposed ? 0.06 : 0);
		const event = chance.often(risk);
		return {
			sex: chance.pick(groups.sex),
			age,
			region: skew(groups.region),
			decile: skew(groups.decile),
			exposed,
			event,
			months: event ? chance.between(1, 60) : chance.pick([24, 36, 48, 60, 60, 60]),
			measured: Math.max(1, chance.normal(exposed ? 62 : 58, 9)),
			spent: Math.round(40 * Math.exp(chance.normal(2, 0.8)))
		};
	});
}

/** How many people there are in each pair of groups, in the order of the groups. */
export function counted(people: readonly Person[], row: Group, column: Group): number[][] {
	return groups[row].map((of) => {
		const mine = people.filter((person) => person[row] === of);
		return groups[column].map((to) => mine.filter((person) => person[column] === to).length);
	});
}
