import { fail, review, type Finding } from '#domain/disclosure/findings.ts';

type Told = readonly [pattern: RegExp, level: 'fail' | 'review', rule: string, what: string];

/** Parts of a workbook that nobody sees on its sheets (ECMA-376 part 1, §12 and §15). */
const told: readonly Told[] = [
	[/^xl\/pivotCache\//i, 'fail', 'pivot-cache', 'keeps the records behind a pivot table'],
	[/vbaProject|^xl\/(macrosheets|dialogsheets)\//i, 'fail', 'macro', 'holds macros'],
	[/^xl\/externalLinks\//i, 'fail', 'outside', 'keeps values of other workbooks that it links to'],
	[/^xl\/(connections\.xml|queryTables\/)/i, 'fail', 'outside', 'names databases that it reads'],
	[
		/^xl\/(model\/|customData\/)|^customXml\//i,
		'fail',
		'embedded',
		'keeps data of its own that no sheet shows'
	],
	[/^xl\/(embeddings|activeX|ctrlProps)\//i, 'fail', 'embedded', 'holds other files or controls'],
	[
		/^xl\/(revisions|persons)\//i,
		'fail',
		'earlier-versions',
		'keeps earlier versions or the names of who changed it'
	],
	[/^xl\/slicer(Cache)?s\//i, 'review', 'metadata', 'has slicers, which list values'],
	[/^xl\/(threadedComments\/|comments)/i, 'review', 'comment', 'has comments'],
	[/^xl\/(media|drawings|charts)\//i, 'review', 'picture', 'has pictures or charts']
];

/** What the names of a workbook's parts give away; all of it is left out. */
export function partFindings(names: readonly string[]): Finding[] {
	return told
		.filter(([pattern]) => names.some((name) => pattern.test(name)))
		.map(([, level, rule, what]) => {
			const message = `The workbook ${what}; this is left out.`;
			return level === 'fail'
				? fail(rule, 'the file', message, 'Send CSV, or save the values only in a new workbook.')
				: review(
						rule,
						'the file',
						message,
						'Send charts as PNG or SVG with their tables, and words as text.'
					);
		});
}

/** Names of people and programs in the properties of the file. */
export function propertyFindings(part: (name: string) => string): Finding[] {
	const core = part('docProps/core.xml');
	const named =
		/<(dc:creator|cp:lastModifiedBy|dc:title|dc:subject|dc:description|cp:keywords|cp:category)>[^<]/.test(
			core
		);
	const own = part('docProps/custom.xml').includes('<property');
	const firm = /<(Company|Manager)>[^<]/.test(part('docProps/app.xml'));
	return named || own || firm
		? [
				review(
					'metadata',
					'the file',
					'The workbook names who made it or what it is in its properties; they are left out.',
					'Nothing to do.'
				)
			]
		: [];
}
