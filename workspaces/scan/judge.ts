import { nameFindings, plainName } from '#domain/disclosure/files/names.ts';
import { fail, review, type Finding, type Scanned } from '#domain/disclosure/findings.ts';
import { worst } from '#domain/disclosure/rules.ts';
import { detect, type Detected } from './detect.ts';
import { judgeArchive } from './kinds/archive.ts';
import { opaque, refused, type Given, type Judged } from './kinds/judged.ts';
import { judgePdf } from './kinds/pdf.ts';
import { endingOf } from './kinds/shape.ts';
import { judgeText, storesRows } from './kinds/text.ts';
import { whenAsked } from './patient.ts';
import { polyglotFindings } from './polyglot.ts';

/** More findings than anyone reads; the worst come first. */
const mostFindings = 200;
const mostLetters = 100_000;

/** Judges one file, name and content. It is called only in the limited child (child.ts) and by tests. */
export async function judgeFile(given: Given): Promise<Scanned> {
	const judged = await whenAsked(given.solver, solving, (solver) =>
		judgeContent({ ...given, solver })
	);
	const all = [...nameFindings(given.name), ...judged.findings].map(bounded);
	const verdict = worst(all.map(({ level }) => level));
	const fails = all.filter(({ level }) => level === 'fail');
	const findings = [...fails, ...all.filter(({ level }) => level === 'review')].slice(
		0,
		mostFindings
	);
	const { kind, format, media, clean, ending } = judged;
	const text =
		clean !== null && /^(text\/|application\/json|image\/svg)/.test(media)
			? textPreview(clean)
			: null;
	return {
		...{ kind, format, verdict, findings, media, clean },
		cleanName: plainName(given.name, clean === null ? '' : ending),
		tables: judged.tables.slice(0, 50),
		preview: text === null ? {} : { text },
		...(judged.model === undefined ? {} : { model: judged.model })
	};
}

/** Seconds that the solver has for the tables of one file, well within the limits of the child. */
const solving = 10;

const bounded = (finding: Finding): Finding => ({
	...finding,
	where: finding.where.slice(0, 300),
	message: finding.message.slice(0, 600)
});

const textPreview = (bytes: Uint8Array): string =>
	new TextDecoder().decode(bytes.subarray(0, mostLetters * 4)).slice(0, mostLetters);

/** Judges content alone, as for a member of an archive. */
export async function judgeContent(given: Given): Promise<Judged> {
	const detected = detect(given.bytes);
	const judged = await dispatch(given, detected);
	const also = [...polyglotFindings(given.bytes, detected.format), ...nameDisagrees(given, judged)];
	// a file that is two formats leaves only where it is written again
	const again = ['image', 'drawing', 'notebook'].includes(judged.kind);
	const clean = also.some(({ rule }) => rule === 'polyglot') && !again ? null : judged.clean;
	return {
		...judged,
		clean,
		media: clean === null ? opaque : judged.media,
		findings: [...judged.findings, ...also]
	};
}

async function dispatch(given: Given, { format, words }: Detected): Promise<Judged> {
	const no = (message: string, remedy: string): Judged =>
		refused('other', words, [fail('file-type', 'the file', message, remedy)]);
	switch (format) {
		case 'png':
		case 'jpeg':
			// the image library is native code: it is loaded for images only
			return (await import('./kinds/image.ts')).judgeImage(given, format);
		case 'other-image':
			return refused('image', words, [
				fail(
					'file-type',
					'the file',
					`This is ${words}, which is not released.`,
					'Save the picture as PNG or SVG.'
				)
			]);
		case 'pdf':
			return judgePdf(given);
		case 'zip':
			return judgeArchive(given);
		case 'model':
			return refused('model', words, [storesRows]);
		case 'data':
			return refused('other', words, [
				fail(
					'rows',
					'the file',
					`This is ${words}: its rows are people, and it holds more than it shows.`,
					'Send tables of totals as CSV.'
				)
			]);
		case 'packed':
			return refused('archive', words, [
				fail(
					'file-type',
					'the file',
					`This is ${words}, which is not opened.`,
					'Send the files themselves.'
				)
			]);
		case 'office':
			return refused('document', words, [
				fail(
					'file-type',
					'the file',
					`This is ${words}, which can keep earlier text, macros or a password.`,
					'Send tables as CSV and words as text.'
				)
			]);
		case 'program':
			return no('This is a program.', 'Send its source code as text.');
		case 'unknown':
			return no(
				'Nobody can tell what this file is.',
				'Send tables as CSV, pictures as PNG or SVG, and words as text.'
			);
		case 'text':
			return judgeText(given);
	}
}

const endings: Readonly<Record<string, readonly string[]>> = {
	image: ['png', 'jpg', 'jpeg'],
	drawing: ['svg'],
	notebook: ['ipynb'],
	table: ['csv', 'tsv', 'tab', 'txt', 'xlsx', 'xlsm'],
	archive: ['zip']
};

/** The name promises one kind of file and the bytes are another. */
function nameDisagrees({ name }: Given, { kind, format, ending, findings }: Judged): Finding[] {
	const named = endingOf(name);
	const fits = endings[kind];
	if (
		named === '' ||
		fits === undefined ||
		fits.includes(named) ||
		findings.some(({ rule }) => rule === 'name-disagrees')
	)
		return [];
	const promises =
		Object.values(endings).some((known) => known.includes(named)) ||
		/^(pdf|html?|docx?|pptx?|exe|js)$/.test(named);
	const message = `The name ends in “.${named}”, and the file is ${format}.`;
	const remedy =
		ending === '' ? 'Give it the ending of its kind.' : `Name it with the ending “${ending}”.`;
	return [(promises ? fail : review)('name-disagrees', 'the file name', message, remedy)];
}
