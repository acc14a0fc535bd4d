import type { Content } from 'pdfmake/interfaces.js';
import { sha256 } from '#platform/digest.server.ts';
import { pdf } from '#platform/pdf.server.ts';
import { instantInWords, startOfLondonDay } from '#platform/time.ts';
import { bindsBoth, type Signature } from './agreement.ts';

export type SignedAgreement = {
	/** Such as "AG-00042/1". */
	readonly reference: string;
	/** The very text that was signed, from `render`. */
	readonly text: string;
	readonly offeredOn: Temporal.PlainDate;
	readonly host: string;
	readonly partner: string;
	/** None, one or both: a copy can be printed before anybody signs. */
	readonly signatures: readonly Signature[];
};

/** One line of our own Markdown: a heading, a list item or a paragraph; nothing inside is interpreted. */
function block(line: string): Content {
	if (line.startsWith('# ')) return { text: line.slice(2), style: 'title' };
	if (line.startsWith('## ')) return { text: line.slice(3), style: 'heading' };
	if (line.startsWith('- ')) return { ul: [line.slice(2)], margin: [0, 0, 0, 2] };
	return { text: line, margin: [0, 0, 0, 5] };
}

/** A heading stays on the page of the block that follows it. */
function blocks(text: string): Content[] {
	const lines = text.split('\n').filter((line) => line !== '');
	return lines.flatMap((line, n): Content[] => {
		if (lines[n - 1]?.startsWith('## ')) return [];
		const next = lines[n + 1];
		if (!line.startsWith('## ') || next === undefined) return [block(line)];
		return [{ stack: [block(line), block(next)], unbreakable: true }];
	});
}

const row = (label: string, value: string): Content[] => [
	{ text: label, style: 'strong' },
	{ text: value }
];

function evidence(signature: Signature | undefined, title: string, hash: string): Content[] {
	const heading: Content = { text: title, style: 'heading' };
	if (!signature) return [heading, { text: 'Not signed yet.' }];
	const same = signature.sha256 === hash;
	return [
		heading,
		{
			layout: 'lightHorizontalLines',
			table: {
				headerRows: 0,
				widths: [110, '*'],
				body: [
					row('Signed by', signature.typedName),
					row('Authority', signature.authority),
					row('When', `${instantInWords(signature.at)} (${signature.at.toString()})`),
					row('Signed in with', signature.level),
					row('From address', signature.address),
					row('Browser', signature.userAgent),
					row(
						'SHA-256 signed',
						`${signature.sha256} ${same ? '(this document)' : '(another text: this signature does not count)'}`
					)
				]
			}
		}
	];
}

/**
 * The agreement with a page of evidence, the document's hash at the foot of every page. It is
 * dated by its last signature, or by its offer, so the same record gives the same bytes.
 */
export function agreementPdf(agreement: SignedAgreement): Promise<Uint8Array> {
	const hash = sha256(agreement.text);
	const by = (party: Signature['party']) =>
		agreement.signatures.find((each) => each.party === party);
	const dates = agreement.signatures
		.map(({ at }) => at)
		.sort((a, b) => Temporal.Instant.compare(a, b));
	const signed = bindsBoth(hash, agreement.signatures);
	return pdf({
		title: `Project agreement ${agreement.reference}`,
		author: agreement.host,
		madeAt: dates.at(-1) ?? startOfLondonDay(agreement.offeredOn),
		footer: `${agreement.reference} · SHA-256 ${hash}`,
		content: [
			...blocks(agreement.text),
			{ text: 'Evidence of signature', style: 'title', pageBreak: 'before' },
			{
				text: signed
					? 'Both parties signed the text above. Each signature names the SHA-256 of the text, so that any change to it would show.'
					: 'This agreement does not bind until both parties have signed the text above.'
			},
			...evidence(by('partner'), `For the Partner: ${agreement.partner}`, hash),
			...evidence(by('service'), `For the Host: ${agreement.host}`, hash),
			{ text: 'How to check', style: 'heading' },
			{
				text: 'Take the text of the agreement as a file, as the portal gives it, and compute its SHA-256 with any tool. It must be:'
			},
			{ text: hash, style: 'strong', margin: [0, 4, 0, 0] }
		]
	});
}
