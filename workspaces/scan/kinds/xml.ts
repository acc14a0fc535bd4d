import { SaxesParser, type SaxesTagNS } from 'saxes';

/** A document that declares entities, nests without end, or is not XML. The message is for people. */
export class BadXml extends Error {}

export type Heard = {
	readonly open?: (tag: SaxesTagNS) => void;
	readonly close?: (tag: SaxesTagNS) => void;
	readonly text?: (text: string) => void;
	readonly comment?: (text: string) => void;
	readonly instruction?: () => void;
};

const deepest = 200;

/**
 * Reads XML as a stream. A document type is refused before anything in it is looked at, so entities of
 * its own never exist and nothing can grow.
 * @throws BadXml
 */
export function readXml(text: string, heard: Heard): void {
	const parser = new SaxesParser({ xmlns: true, position: true });
	let depth = 0;
	parser.on('error', (error) => {
		throw new BadXml(`The XML cannot be read (${error.message.slice(0, 120)}).`);
	});
	parser.on('doctype', (doctype) => {
		if (doctype.includes('[') || /entity/i.test(doctype))
			throw new BadXml(
				'The file declares entities of its own, which can grow without end or read other files.'
			);
	});
	parser.on('opentag', (tag) => {
		if (++depth > deepest) throw new BadXml(`Elements are nested more than ${deepest} deep.`);
		heard.open?.(tag);
	});
	parser.on('closetag', (tag) => {
		depth--;
		heard.close?.(tag);
	});
	const words = heard.text ?? (() => undefined);
	parser.on('text', words);
	parser.on('cdata', words);
	if (heard.comment) parser.on('comment', heard.comment);
	if (heard.instruction) parser.on('processinginstruction', heard.instruction);
	parser.write(text).close();
}

export const escaped = (text: string): string =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
