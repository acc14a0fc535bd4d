import { parseCsv } from '#domain/disclosure/csv.ts';
import { proseFindings } from '#domain/disclosure/files/prose.ts';
import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import { refused, type Given, type Judged } from './judged.ts';
import { judgeTable, textOf } from './table.ts';
import { judgeDrawing } from './drawing.ts';
import { judgeNotebook } from './notebook.ts';
import { judgePage } from './page.ts';
import { endingOf, endings, isTable } from './shape.ts';

/** Text of any kind: what it is shows in its first letters and its shape, and only then in its name. */
export function judgeText(given: Given): Judged | Promise<Judged> {
	const read = textOf(given);
	if ('kind' in read) return read;
	const { text, findings } = read;
	const start = beginning(text);
	if (/^(<!doctype\s+svg[^<]{0,500}>\s*)?<(\w{1,40}:)?svg[\s>/]/i.test(start))
		return judgeDrawing(given, text, findings);
	if (
		/^<(!doctype html|html|head|body|script|iframe|table|div|p|style|meta|img|a|form|object|embed)\b/i.test(
			start
		)
	)
		return judgePage(given, text, findings);
	if (/^<(\?xml|!doctype|!entity|[a-z][\w:.-]*[\s>/])/i.test(start))
		return judgeXml(given, text, findings);
	if (start.startsWith('{\\rtf'))
		return refused('document', 'an RTF document', [...findings, notReleased('RTF documents')]);
	if (/^tree\nversion=v\d|^\{"(learner|oblique|version)":|^svm_type /.test(start))
		return refused('model', 'a model as text', [...findings, storesRows]);
	if (/^[[{]/.test(start)) {
		const parsed = parsedJson(text);
		if (parsed !== undefined) return judgeNotebook(given, parsed, findings);
	}
	return judgeLines(given, text, findings);
}

/** The first letters of a text, after comments and the declaration of XML. */
function beginning(text: string): string {
	let place = 0;
	for (let step = 0; step < 100; step++) {
		place += /^\s*/.exec(text.slice(place, place + 2000))?.[0].length ?? 0;
		const end = text.startsWith('<!--', place)
			? text.indexOf('-->', place) + 3
			: /^<\?xml/i.test(text.slice(place, place + 5))
				? text.indexOf('?>', place) + 2
				: 0;
		if (end <= place) break;
		place = end;
	}
	return text.slice(place, place + 2000);
}

export const notReleased = (what: string): Finding =>
	fail(
		'file-type',
		'the file',
		`${what} are not released.`,
		'Send tables as CSV, pictures as PNG or SVG, and words as text.'
	);

export const storesRows = fail(
	'model',
	'the file',
	'Files of models and program objects can hold rows of people, and run code when they are opened.',
	'Send the coefficients and the counts behind them as a table.'
);

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function judgeXml(
	given: Given,
	text: string,
	findings: readonly Finding[]
): Judged | Promise<Judged> {
	if (/<(\w+:)?svg[\s>]/i.test(text)) return judgeDrawing(given, text, findings);
	return refused('document', 'an XML file', [
		...findings,
		...declared(text),
		notReleased('XML files')
	]);
}

/** A document type of its own is how XML grows without end, or reads other files. */
export const declared = (text: string): Finding[] =>
	/<!(doctype|entity)/i.test(text)
		? [
				fail(
					'xml',
					'the file',
					'The file declares entities of its own, which can grow without end or read other files.',
					'Save it without a DOCTYPE.'
				)
			]
		: [];

/** A table, code, a log or words. The name decides between the last three; a table is seen by its shape. */
function judgeLines(
	given: Given,
	text: string,
	findings: readonly Finding[]
): Judged | Promise<Judged> {
	const named = endings[endingOf(given.name)] ?? 'table';
	const table = isTable(text);
	if (named === 'table') return judgeTable(given, parseCsv(text), findings);
	if (table) {
		const disagrees = fail(
			'name-disagrees',
			'the file name',
			`The name ends in “.${endingOf(given.name)}”, and the file is a table.`,
			'Name it .csv.'
		);
		return judgeTable(given, parseCsv(text), [...findings, disagrees]);
	}
	const words = { code: 'code', log: 'a log', text: 'text' }[named as string] ?? 'text';
	const all = [...findings, ...proseFindings(text, named, given.policy), ...odd(text), read];
	return {
		kind: named,
		format: words,
		findings: all,
		media: 'text/plain; charset=utf-8',
		clean: new TextEncoder().encode(text),
		ending: /\.[A-Za-z0-9]+$/.exec(given.name)?.[0] ?? '.txt',
		tables: []
	};
}

const read = review(
	'needs-reading',
	'the file',
	'Words and code are read by a person before they leave.',
	'Keep it short, and leave out results.'
);

// eslint-disable-next-line no-control-regex -- control letters are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

const odd = (text: string): Finding[] =>
	control.test(text)
		? [
				review(
					'control',
					'the file',
					'The text holds control characters, which a terminal would obey.',
					'Save it as plain text, without colours.'
				)
			]
		: [];
