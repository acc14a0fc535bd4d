import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, StyleDictionary } from 'pdfmake/interfaces.js';

/** A document as people and machines read it; `madeAt` is its own date, never that of printing. */
export type PdfDocument = {
	readonly title: string;
	readonly author: string;
	readonly madeAt: Temporal.Instant;
	readonly content: readonly Content[];
	/** Stands at the foot of every page, before "page 1 of 3". */
	readonly footer: string;
};

const require = createRequire(import.meta.url);
const font = (style: string) => require.resolve(`pdfmake/fonts/Roboto/Roboto-${style}.ttf`);
const fonts = dirname(font('Regular')) + sep;

pdfmake.setFonts({
	Roboto: {
		normal: font('Regular'),
		bold: font('Medium'),
		italics: font('Italic'),
		bolditalics: font('MediumItalic')
	}
});
// a document is made of words alone: nothing is fetched, and no file but the fonts is opened
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));

const ink = '#0b3c49';
const grey = '#4c6272';
const margin = 56;

const styles: StyleDictionary = {
	title: { fontSize: 18, bold: true, color: ink, margin: [0, 0, 0, 10] },
	heading: { fontSize: 12, bold: true, color: ink, margin: [0, 12, 0, 4] },
	small: { fontSize: 8, color: grey },
	figure: { alignment: 'right' },
	strong: { bold: true }
};

/**
 * A4 PDF/A-2b, fonts embedded, with the language set. The same document gives the same bytes: the
 * creation date is the document's own.
 */
export async function pdf(document: PdfDocument): Promise<Uint8Array> {
	const created = pdfmake.createPdf({
		version: '1.7',
		subset: 'PDF/A-2b',
		language: 'en-GB',
		displayTitle: true,
		pageSize: 'A4',
		pageMargins: [margin, margin, margin, margin + 12],
		info: {
			title: document.title,
			author: document.author,
			creator: 'Aldgate',
			producer: 'Aldgate',
			creationDate: new Date(document.madeAt.epochMilliseconds)
		},
		styles,
		defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25 },
		footer: (page, pages) => ({
			margin: [margin, 12, margin, 0],
			columns: [
				{ text: document.footer, style: 'small' },
				{
					text: `Page ${String(page)} of ${String(pages)}`,
					style: ['small', 'figure'],
					width: 70
				}
			]
		}),
		content: [...document.content]
	});
	return new Uint8Array(await created.getBuffer());
}
