import type { Chance } from './chance.ts';
import { sample, textOf, type Sample } from './file.ts';
import { counted, groups, type Group, type Person } from './people.ts';

export type Lines = (string | number)[][];

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export const pairs: readonly (readonly [Group, Group])[] = [
	['age', 'sex'],
	['region', 'sex'],
	['decile', 'sex'],
	['age', 'region'],
	['region', 'decile'],
	['decile', 'age']
];

/** The finest pair of groups whose every count is at least `least`; sexes by age always are. */
export function groupsWith(
	chance: Chance,
	people: readonly Person[],
	least: number
): readonly [Group, Group] {
	const fit = pairs.filter(([row, column]) =>
		counted(people, row, column).every((line) => line.every((count) => count >= least))
	);
	return fit.length === 0 ? ['age', 'sex'] : chance.pick(fit);
}

/** A cross table with totals, all counts large. */
export function crossTable(chance: Chance, people: readonly Person[]): Lines {
	const [row, column] = groupsWith(chance, people, 10);
	const counts = counted(people, row, column);
	const lines = counts.map((line, index) => [groups[row][index] ?? '', ...line, sum(line)]);
	const totals = groups[column].map((_, index) => sum(counts.map((line) => line[index] ?? 0)));
	return [[row, ...groups[column], 'Total'], ...lines, ['Total', ...totals, sum(totals)]];
}

export const counts = (lines: Lines): number =>
	lines.slice(1).reduce((all, line) => all + line.length - 1, 0);

export const plainTable = (chance: Chance, people: readonly Person[], name: string): Sample => {
	const lines = crossTable(chance, people);
	return sample(`${name}.csv`, textOf(lines), counts(lines));
};

/** To the nearest 5, totals from their true figures; counts below 10 are redacted, with no totals. */
export function roundedTable(chance: Chance, people: readonly Person[], name: string): Sample {
	const [row, column] = chance.pick(pairs);
	const lines: Lines = counted(people, row, column).map((line, index) => [
		groups[row][index] ?? '',
		...line.map((count) => (count > 0 && count < 10 ? '[REDACTED]' : 5 * Math.round(count / 5)))
	]);
	const claimed = { redacted: 9, rounding: { method: 'base', base: 5 } } as const;
	const all = [[row, ...groups[column]], ...lines];
	return sample(`${name}.csv`, textOf(all), counts(all), claimed);
}

/** A long table: a line for each pair of groups, with its count and a mean. */
export function meansTable(chance: Chance, people: readonly Person[], name: string): Sample {
	const [row, column] = groupsWith(chance, people, 10);
	const lines = groups[row].flatMap((of) =>
		groups[column].map((to) => {
			const here = people.filter((person) => person[row] === of && person[column] === to);
			const mean = sum(here.map(({ measured }) => measured)) / here.length;
			const spread = Math.sqrt(sum(here.map((one) => (one.measured - mean) ** 2)) / here.length);
			return [of, to, here.length, mean.toFixed(1), spread.toFixed(1)];
		})
	);
	const text = textOf([[row, column, 'n', 'mean_hba1c', 'sd_hba1c'], ...lines]);
	return sample(`${name}.csv`, text, lines.length * 3);
}

/** Shares of people with an event, with numerator and denominator; every part is at least 10. */
export function sharesTable(people: readonly Person[], name: string): Sample | null {
	const lines = groups.age.map((of) => {
		const here = people.filter(({ age }) => age === of);
		const events = here.filter(({ event }) => event).length;
		return { of, events, all: here.length };
	});
	if (lines.some(({ events, all }) => events < 10 || all - events < 10)) return null;
	const text = textOf([
		['age', 'events', 'people', 'percent'],
		...lines.map(({ of, events, all }) => [of, events, all, ((100 * events) / all).toFixed(1)])
	]);
	return sample(`${name}.csv`, text, lines.length * 3);
}
