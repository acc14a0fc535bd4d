import { inflateSync } from 'node:zlib';
import { fail, type Finding } from '#domain/disclosure/findings.ts';
import { latin } from '../bytes.ts';
import { refused, type Given, type Judged } from './judged.ts';

const signs: readonly (readonly [names: RegExp, rule: string, words: string])[] = [
	[/\/(JavaScript|JS)(?![A-Za-z])/, 'script', 'The PDF holds JavaScript.'],
	[
		/\/(Launch|ImportData|SubmitForm|GoToE)(?![A-Za-z])/,
		'script',
		'The PDF starts programs or sends data when it is used.'
	],
	[/\/(OpenAction|AA)(?![A-Za-z])/, 'script', 'The PDF acts by itself when it is opened.'],
	[
		/\/(EmbeddedFiles?|Filespec|Collection)(?![A-Za-z])/,
		'embedded',
		'The PDF holds files of its own.'
	],
	[
		/\/(RichMedia|Movie|Sound|3D)(?![A-Za-z0-9])/,
		'embedded',
		'The PDF holds sound, film or models.'
	],
	[/\/(AcroForm|XFA)(?![A-Za-z])/, 'form', 'The PDF holds a form.'],
	[/\/(GoToR|URI)(?![A-Za-z])/, 'outside', 'The PDF links to something outside itself.'],
	[/\/Encrypt(?![A-Za-z])/, 'encrypted', 'The PDF is encrypted, so that nobody can check it.']
];

/** Most that is unpacked of all compressed parts together. */
const mostUnpacked = 30_000_000;

/**
 * A PDF is never released: it can hide text, files and earlier versions of itself. What it holds is
 * named, so that its author knows. Its structure is searched, never rendered.
 */
export function judgePdf({ bytes }: Given): Judged {
	const raw = latin(bytes);
	const text = plainNames(raw + unpacked(bytes, raw));
	const found = signs
		.filter(([names]) => names.test(text))
		.map(([, rule, words]): Finding => fail(rule, 'the file', words, 'Leave it out.'));
	const ends = raw.split('%%EOF').length - 1;
	if (ends > 1 && !raw.includes('/Linearized'))
		found.push(
			fail(
				'earlier-versions',
				'the file',
				`The PDF holds ${ends - 1} earlier versions of itself.`,
				'Print it to a new file.'
			)
		);
	const end = raw.lastIndexOf('%%EOF');
	if (end >= 0 && raw.slice(end + 5).trim() !== '')
		found.push(
			fail(
				'trailing-data',
				'the file',
				'There are bytes after the end of the PDF.',
				'Print it to a new file.'
			)
		);
	const refusal = fail(
		'file-type',
		'the file',
		'PDF documents are not released: what they hide cannot be seen.',
		'Send pictures as PNG or SVG, tables as CSV and words as text.'
	);
	return refused('document', 'a PDF document', [refusal, ...found]);
}

/** Letters of a name may be written as #xx (ISO 32000 §7.3.5). */
const plainNames = (text: string): string =>
	text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Compressed parts, in which objects can be kept out of sight. */
function unpacked(bytes: Uint8Array, raw: string): string {
	const found: string[] = [];
	let room = mostUnpacked;
	for (const { index } of raw.matchAll(/\bstream\r?\n/g)) {
		const start = index + (raw[index + 6] === '\r' ? 8 : 7);
		const end = raw.indexOf('endstream', start);
		if (end < 0 || room <= 0) break;
		if (!/\/(FlateDecode|Fl)\b/.test(raw.slice(Math.max(0, index - 1000), index))) continue;
		try {
			const part = inflateSync(bytes.subarray(start, end), {
				finishFlush: 2,
				maxOutputLength: room
			});
			room -= part.length;
			found.push(latin(part));
		} catch {
			continue; // a broken or too large part hides nothing that would leave: no PDF does
		}
	}
	return found.join('\n');
}
