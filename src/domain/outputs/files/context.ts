import { claimFrom, claimForms } from '#domain/disclosure/masked/claim.ts';
import type { Filter, SnapshotSpecification } from '#domain/disclosure/specification.ts';
import { isPlot, isText, type Context, type Kind, type OutputFile } from './file.ts';

export type ContextField = keyof Context | 'data';

export const noContext: Context = { description: '', statistic: '', population: '', claim: '' };

/** The longest answer of each, in characters; the database holds no more. */
export const longest = {
	description: 2000,
	statistic: 200,
	population: 1000,
	claim: 500
} as const satisfies Record<keyof Context, number>;

type Asked = { readonly kind: Kind; readonly computed: boolean };

/** What is asked of a file. Of a table that we computed we know the control; code has no statistic. */
export function fieldsOf({ kind, computed }: Asked): readonly ContextField[] {
	if (isText(kind) || kind === 'archive') return ['description'];
	const figures = ['description', 'statistic', 'population'] as const;
	if (computed) return figures;
	return isPlot(kind) ? [...figures, 'claim', 'data'] : [...figures, 'claim'];
}

const missing = {
	description: 'Say what it shows',
	statistic: 'Say which statistic it is, such as a count of people or a mean',
	population: 'Say which people it is about',
	claim: 'Say how small numbers were protected, or write none',
	data: 'Choose the table that the plot was drawn from. If it is not here yet, add it as a supporting file'
} as const satisfies Record<ContextField, string>;

type Described = Asked & { readonly context: Context; readonly dataFileId: string | null };

/** What is wrong with a file's context, by field; nothing when it may be sent to the checkers. */
export function problemsOf(file: Described): Partial<Record<ContextField, string>> {
	const found: Partial<Record<ContextField, string>> = {};
	for (const field of fieldsOf(file)) {
		const given = field === 'data' ? (file.dataFileId ?? '') : file.context[field];
		if (given.trim() === '') found[field] = missing[field];
		else if (field === 'claim' && !isReadable(given))
			found.claim = `Write none, or what can be checked: ${claimForms}`;
	}
	return found;
}

/** What `problemsOf` looks at, of a file as it is stored. */
export const described = (
	file: Pick<OutputFile, 'kind' | 'specification' | 'context' | 'dataFileId'>
): Described => ({
	kind: file.kind,
	computed: file.specification !== null,
	context: file.context,
	dataFileId: file.dataFileId
});

const isReadable = (claim: string): boolean =>
	/^none\.?$/i.test(claim.trim()) || claimFrom(claim) !== null;

/** What a table's specification says of itself, in words, so that nobody types it again. */
export function inherited(specification: SnapshotSpecification, measure: string): Context {
	const { rows, columns, where, from } = specification;
	const by = [...rows, ...columns].map(plain);
	const over =
		where.length === 0
			? `Everybody in the study with a record in ${plain(from)}`
			: `People in the study with a record in ${plain(from)} where ${where.map(condition).join(' and ')}`;
	return {
		description: '',
		statistic:
			`${statisticWords(specification, measure)}${by.length === 0 ? '' : `, by ${by.join(' and ')}`}`.slice(
				0,
				longest.statistic
			),
		population: over.slice(0, longest.population),
		claim: ''
	};
}

const statisticWords = ({ statistic, of }: SnapshotSpecification, measure: string): string =>
	statistic === 'count' ? `count of ${of === 'records' ? 'records' : 'people'}` : plain(measure);

const plain = (name: string): string => name.replaceAll('_', ' ');

function condition({ column, op, value }: Filter): string {
	const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
	if (op === 'is null') return `${plain(column)} is not recorded`;
	if (op === 'is not null') return `${plain(column)} is recorded`;
	if (op === 'between') return `${plain(column)} is between ${values.join(' and ')}`;
	if (op === 'in' || op === 'not in')
		return `${plain(column)} is ${op === 'in' ? '' : 'not '}one of ${values.join(', ')}`;
	return `${plain(column)} ${op} ${values.join('')}`;
}
