/** What is measured of an extract and held to a limit, in the words that people read. */
export const limitWords = {
	'smallest-group': 'People in the smallest group that are alike',
	alone: 'Share of people that nobody is like',
	'below-threshold': 'Share of people in groups that are too small',
	'prosecutor-highest': 'Highest chance of naming a record right',
	'prosecutor-mean': 'Chance of naming a record right, on average',
	'distinct-values': 'Fewest different sensitive values in a group',
	'even-values': 'Fewest sensitive values in a group, counted by how evenly they are spread',
	closeness: 'Furthest that a group’s sensitive values lie from everybody’s',
	're-link': 'Share of people found again by birth date, sex, home and two months',
	'rows-kept': 'Share of rows kept'
} as const;

export type LimitName = keyof typeof limitWords;

/** A limit's words; a name of an older report stands for itself. */
export const limitInWords = (name: string): string =>
	(limitWords as Readonly<Record<string, string>>)[name] ?? name;
