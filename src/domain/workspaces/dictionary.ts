import { disclosureClass } from '#domain/catalogue/classes.ts';
import { tableName, typeInWords } from '#domain/catalogue/dataset.ts';
import type { Contents } from './report.ts';

/** Columns of an extract that its source does not have, and what they hold. */
const made: Readonly<Record<string, { type: string; words: string }>> = {
	birth_year: { type: 'whole number', words: 'Year of birth; empty for people of 90 and over.' },
	age: {
		type: 'whole number',
		words: 'Age in years on the day of the extract; 90 stands for 90 and over.'
	},
	region: { type: 'text', words: 'Region of residence.' },
	imd_decile: {
		type: 'whole number',
		words: 'Deprivation tenth of the area of residence; 1 is the most deprived.'
	}
};

type Known = {
	readonly tables: readonly {
		readonly name: string;
		readonly description: string;
		readonly columns: readonly {
			readonly name: string;
			readonly type: string;
			readonly description: string;
		}[];
	}[];
};

export type Entry = {
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly columns: readonly { name: string; type: string; words: string; handling: string }[];
};

const pseudonymous = (rule: string): boolean => rule.startsWith('pseudonym');

function typeOf(rule: string, type: string | undefined): string {
	if (pseudonymous(rule)) return 'code';
	if (rule === 'day without time') return 'date';
	return type === undefined ? '' : typeInWords(type);
}

/** Two source columns can end as the same one: a birth date and a birth year give one birth year. */
const onceEach = <One extends { readonly name: string }>(columns: readonly One[]): One[] =>
	columns.filter(({ name }, at) => columns.findIndex((one) => one.name === name) === at);

/**
 * The tables that are really in a snapshot, in the words of the catalogue. It is made from what
 * members may know of the report: no count is among it.
 */
export function dictionary(contents: Contents, datasets: readonly Known[]): Entry[] {
	const known = datasets.flatMap(({ tables }) => tables);
	return contents.map((table) => {
		const source = known.find(({ name }) => name === table.name);
		return {
			name: table.name,
			title: tableName(table.name),
			description: source?.description ?? '',
			columns: onceEach(
				table.columns
					.filter(({ output }) => output !== '')
					.flatMap(({ column, class: group, rule, output }) =>
						output.split(', ').map((name) => {
							const from = source?.columns.find((one) => one.name === column);
							const own = made[name];
							return {
								name,
								type: own?.type ?? typeOf(rule, from?.type),
								words: own?.words ?? from?.description ?? '',
								handling: pseudonymous(rule)
									? 'A code of this project in place of an identifier.'
									: rule === 'kept'
										? ''
										: disclosureClass(group).words
							};
						})
					)
			)
		};
	});
}
