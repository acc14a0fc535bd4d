import type { Chance } from './chance.ts';
import { groups, type Group, type Person } from './people.ts';
import { pairs } from './tables.ts';

/** A table that is asked for by specification, over the made-up people of the request. */
export type Asked = {
	readonly rows: Group;
	readonly columns: Group;
	readonly statistic: 'count' | 'sum' | 'mean';
	/** Only people followed for so many months or more. */
	readonly months: number | null;
};

/** A fault in tables that are computed, and how it is recognised. */
export type ComputedFault = {
	readonly name: string;
	/** Unsafe cells by the truth, or people that two tables give away together. */
	readonly shows: 'cells' | 'differencing';
	plant(
		chance: Chance,
		people: readonly Person[]
	): { readonly people: readonly Person[]; readonly tables: readonly Asked[] };
};

/** One table as a study asks for it; some of its cells may be small of themselves. */
export function askedTable(chance: Chance): Asked {
	const [rows, columns] = chance.pick(pairs);
	return { rows, columns, statistic: chance.pick(['count', 'sum', 'mean']), months: null };
}

export const computedFaults: readonly ComputedFault[] = [
	{
		name: 'a computed table with a small group',
		shows: 'cells',
		plant(chance, people) {
			const [age, region] = [chance.pick(groups.age), chance.pick(groups.region)];
			const few = chance.between(1, 9);
			const here = people.filter((person) => person.age === age && person.region === region);
			const left = new Set(here.slice(0, few));
			return {
				people: people.filter((person) => !here.includes(person) || left.has(person)),
				tables: [{ rows: 'age', columns: 'region', statistic: 'count', months: null }]
			};
		}
	},
	{
		name: 'a computed sum that one person dominates',
		shows: 'cells',
		plant(chance, people) {
			const rich = chance.between(0, people.length - 1);
			const total = people.reduce((all, { spent }) => all + spent, 0);
			return {
				people: people.map((one, at) => (at === rich ? { ...one, spent: 20 * total } : one)),
				tables: [{ rows: 'region', columns: 'sex', statistic: 'sum', months: null }]
			};
		}
	},
	{
		name: 'two computed tables that differ by a few people',
		shows: 'differencing',
		plant(chance, people) {
			const few = new Set(
				Array.from({ length: chance.between(1, 6) }, () => chance.between(0, people.length - 1))
			);
			const table = { rows: 'age', columns: 'sex', statistic: 'count' } as const;
			return {
				people: people.map((one, at) => ({
					...one,
					months: few.has(at) ? 2 : Math.max(6, one.months)
				})),
				tables: [
					{ ...table, months: null },
					{ ...table, months: 6 }
				]
			};
		}
	}
];
