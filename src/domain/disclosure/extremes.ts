import type { FileColumn } from './columns.ts';
import { read } from './csv.ts';
import { review, type Finding } from './findings.ts';
import { isCountHeader, isExtremeName } from './patterns.ts';

const remedy =
	'Publish a quantile, such as the 5th or 95th percentile, or show how many people share the value.';

/**
 * Columns and rows of smallest and largest values: each is one person's figure unless enough people
 * share it, which a file does not say (disclosure.md §3).
 */
export function extremeFindings(columns: readonly FileColumn[]): Finding[] {
	const figures = columns.filter(({ values }) =>
		values.some(({ text }) => read(text).is === 'number')
	);
	const named = figures.filter(({ name }) => isExtremeName(name) && !isCountHeader(name));
	const byColumn = named.map(({ name }) =>
		review(
			'endpoint',
			`column ${name}`,
			`The column “${name}” holds smallest or largest values, each of which may be one person’s.`,
			remedy
		)
	);
	const labels = columns.filter((column) => !figures.includes(column));
	const byRow = labels.flatMap(({ name, values }) => {
		const first = values.find(({ text }) =>
			/^(min(imum)?|max(imum)?|range)([ ._(]|$)/i.test(text.trim())
		);
		if (first === undefined || figures.length === 0) return [];
		const message = `“${first.text.trim().slice(0, 60)}” is a smallest or largest value, which may be one person’s.`;
		return [review('endpoint', `row ${first.line}, column ${name}`, message, remedy)];
	});
	return [...byColumn, ...byRow];
}
