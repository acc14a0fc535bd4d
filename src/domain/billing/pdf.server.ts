import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { pounds } from '#platform/money.ts';
import { pdf } from '#platform/pdf.server.ts';
import { dayInWords, startOfLondonDay } from '#platform/time.ts';
import { grossOf, netOf, type InvoiceContent } from './invoice.ts';

/** Where to pay, from the settings of the service. */
export type BankDetails = {
	readonly accountName: string;
	readonly sortCode: string;
	readonly accountNumber: string;
	readonly iban?: string;
};

export type InvoiceParty = {
	readonly name: string;
	readonly address: string;
	/** Empty when the party has none. */
	readonly vatNumber: string;
};

export type PrintableInvoice = {
	readonly number: string;
	readonly issuedOn: Temporal.PlainDate;
	/** The day the supply counts for VAT; the day of issue unless money came first. */
	readonly taxPoint: Temporal.PlainDate;
	readonly dueOn: Temporal.PlainDate;
	readonly seller: InvoiceParty;
	readonly customer: InvoiceParty;
	/** Such as "AG-00042/1". */
	readonly agreement: string;
	readonly project: string;
	/** Empty when there is none. */
	readonly poNumber: string;
	readonly content: InvoiceContent;
	readonly bank: BankDetails;
};

const figure = (text: string, strong = false): TableCell => ({
	text,
	style: strong ? ['figure', 'strong'] : 'figure'
});
const fact = (label: string, value: string): TableCell[][] =>
	value === '' ? [] : [[{ text: label, style: 'strong' }, value]];

const partyBlock = (label: string, { name, address, vatNumber }: InvoiceParty): Content => ({
	stack: [
		{ text: label, style: 'small' },
		{ text: name, style: 'strong' },
		address,
		...(vatNumber === '' ? [] : [`VAT number ${vatNumber}`])
	]
});

const lineTable = ({ lines }: InvoiceContent): Content => ({
	layout: 'lightHorizontalLines',
	margin: [0, 14, 0, 0],
	table: {
		headerRows: 1,
		widths: ['*', 'auto', 'auto', 'auto'],
		body: [
			[
				{ text: 'Item', style: 'strong' },
				figure('Quantity', true),
				figure('Each', true),
				figure('Net', true)
			],
			...lines.map((line) => [
				line.description,
				figure(`${line.quantity.toLocaleString('en-GB')} × ${line.unit}`),
				figure(pounds(line.unitNet)),
				figure(pounds(line.net))
			])
		]
	}
});

const totals = (content: InvoiceContent): Content => ({
	layout: 'noBorders',
	margin: [0, 8, 0, 0],
	table: {
		widths: ['*', 'auto'],
		body: [
			[figure('Net'), figure(pounds(netOf(content)))],
			...content.vatClasses.map((each) => [
				figure(`VAT at ${each.ratePercent} % on ${pounds(each.net)} (${each.code})`),
				figure(pounds(each.vat))
			]),
			[figure('Total to pay', true), figure(pounds(grossOf(content)), true)]
		]
	}
});

/** The invoice on paper; dated by its issue, so the same invoice gives the same bytes. */
export const invoicePdf = (invoice: PrintableInvoice): Promise<Uint8Array> =>
	pdf({
		title: `Invoice ${invoice.number}`,
		author: invoice.seller.name,
		madeAt: startOfLondonDay(invoice.issuedOn),
		footer: `Invoice ${invoice.number} · ${invoice.seller.name}`,
		content: [
			{ text: `Invoice ${invoice.number}`, style: 'title' },
			{
				columns: [partyBlock('From', invoice.seller), partyBlock('To', invoice.customer)],
				columnGap: 24
			},
			{
				layout: 'noBorders',
				margin: [0, 14, 0, 0],
				table: {
					widths: [110, '*'],
					body: [
						...fact('Issued', dayInWords(invoice.issuedOn)),
						...fact('Tax point', dayInWords(invoice.taxPoint)),
						...fact('Due', dayInWords(invoice.dueOn)),
						...fact('Purchase order', invoice.poNumber),
						...fact('Agreement', invoice.agreement),
						...fact('Project', invoice.project)
					]
				}
			},
			lineTable(invoice.content),
			totals(invoice.content),
			...(invoice.content.note === null
				? []
				: [{ text: invoice.content.note, margin: [0, 10, 0, 0] } satisfies Content]),
			{ text: 'How to pay', style: 'heading' },
			{
				text: `Pay by bank transfer by ${dayInWords(invoice.dueOn)}, giving ${invoice.number} as the reference.`,
				margin: [0, 0, 0, 4]
			},
			{
				layout: 'noBorders',
				table: {
					widths: [110, '*'],
					body: [
						...fact('Account name', invoice.bank.accountName),
						...fact('Sort code', invoice.bank.sortCode),
						...fact('Account number', invoice.bank.accountNumber),
						...fact('IBAN', invoice.bank.iban ?? '')
					]
				}
			}
		]
	});
