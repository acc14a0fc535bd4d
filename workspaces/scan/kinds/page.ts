import { parse } from 'parse5';
import { proseFindings } from '#domain/disclosure/files/prose.ts';
import { fail, type Finding } from '#domain/disclosure/findings.ts';
import { refused, type Given, type Judged, type Table } from './judged.ts';
import { inTurn } from './in-turn.ts';
import { judgeRows } from './table.ts';

type Node = {
	readonly nodeName: string;
	readonly value?: string;
	readonly attrs?: readonly { readonly name: string; readonly value: string }[];
	readonly childNodes?: readonly Node[];
	readonly content?: Node;
};

const mostTables = 20;

/** A web page is never released: its tables and words are read so that its author sees what is in it. */
export async function judgePage(
	given: Given,
	text: string,
	before: readonly Finding[]
): Promise<Judged> {
	const { words, tables, active, outside } = seen(parse(text));
	const judged = await inTurn(tables.slice(0, mostTables), (rows, index) =>
		judgeRows(given, `table ${index + 1}`, rows)
	);
	const prose = proseFindings(words, 'text', given.policy);
	const findings = [
		...before,
		fail(
			'file-type',
			'the file',
			'Web pages are not released: they can run programs and hide data.',
			'Send its tables as CSV and its pictures as PNG or SVG.'
		),
		...said('script', active, 'The page holds what a browser runs'),
		...said('outside', outside, 'The page loads or embeds'),
		...prose.map((found) => ({ ...found, where: 'the words of the page' })),
		...judged.flatMap((one) => one.findings)
	];
	return refused(
		'document',
		'a web page',
		findings,
		judged.map(({ table }): Table => table)
	);
}

const said = (rule: string, names: Set<string>, words: string): Finding[] =>
	names.size === 0
		? []
		: [
				fail(rule, 'the file', `${words} (${[...names].slice(0, 15).join(', ')}).`, 'Leave it out.')
			];

/** Walks the page without recursion: pages can be nested a million deep. */
export function seen(root: Node) {
	const found = {
		words: '',
		tables: [] as string[][][],
		active: new Set<string>(),
		outside: new Set<string>()
	};
	const words: string[] = [];
	const waiting: { node: Node; table: string[][] | null }[] = [{ node: root, table: null }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const { node } = next;
		let { table } = next;
		const name = node.nodeName.toLowerCase();
		if (name === '#text') {
			const text = node.value ?? '';
			words.push(text);
			const row = table?.at(-1);
			if (row !== undefined && row.length > 0) row.push(`${row.pop() ?? ''}${text}`.slice(0, 1000));
			continue;
		}
		if (['script', 'iframe', 'object', 'embed', 'applet', 'form', 'base'].includes(name))
			found.active.add(name);
		for (const { name: attribute, value } of node.attrs ?? [])
			attributeSeen(attribute, value, found);
		if (name === 'script' || name === 'style') continue;
		if (name === 'table') {
			table = [];
			found.tables.push(table);
		} else if (name === 'tr') table?.push([]);
		else if (name === 'td' || name === 'th') table?.at(-1)?.push('');
		else if (['p', 'br', 'div', 'li', 'pre', 'h1', 'h2', 'h3'].includes(name)) words.push('\n');
		const children = [...(node.childNodes ?? []), ...(node.content?.childNodes ?? [])];
		for (const child of children.reverse()) waiting.push({ node: child, table });
	}
	found.words = words.join(' ');
	found.tables = found.tables
		.map((rows) =>
			rows.map((cells) => cells.map((cell) => cell.trim())).filter((cells) => cells.length > 0)
		)
		.filter((rows) => rows.length > 1);
	return found;
}

function attributeSeen(
	name: string,
	value: string,
	found: { active: Set<string>; outside: Set<string> }
): void {
	if (name.startsWith('on')) found.active.add(name.slice(0, 40));
	else if (/^\s*(javascript|vbscript):/i.test(value))
		found.active.add(`${name.slice(0, 40)} with script`);
	else if (
		/^(src|srcset|href|data|action|formaction|poster|background)$/.test(name) &&
		!value.startsWith('#')
	)
		found.outside.add(/^\s*data:/i.test(value) ? 'embedded data' : name);
}
