import { total } from '#domain/disclosure/evidence.ts';
import type { Asked } from './computed.ts';
import { groups, type Person } from './people.ts';

/** What a cell of a computed table must turn out to be, added up here by itself, person by person. */
export type TrueCell = {
	readonly row: string;
	readonly column: string;
	readonly people: number;
	/** By the usual policy: fewer than 10 people, two above 90 %, or within 10 % of the largest. */
	readonly unsafe: boolean;
};

export function truthOf(
	people: readonly Person[],
	{ rows, columns, statistic, months }: Asked
): TrueCell[] {
	const within = people.filter((person) => months === null || person.months >= months);
	return [...groups[rows], total].flatMap((row) =>
		[...groups[columns], total].map((column) => {
			const here = within.filter(
				(person) =>
					(row === total || person[rows] === row) &&
					(column === total || person[columns] === column)
			);
			const few = here.length > 0 && here.length < 10;
			const unsafe = few || (statistic !== 'count' && here.length > 0 && dominated(here));
			return { row, column, people: here.length, unsafe };
		})
	);
}

function dominated(people: readonly Person[]): boolean {
	const [first = 0, second = 0] = people.map(({ spent }) => spent).sort((a, b) => b - a);
	const all = people.reduce((sum, { spent }) => sum + spent, 0);
	return (first + second) * 10 > all * 9 || (all - first - second) * 10 < first;
}
