import type { SealedQuote } from '#domain/pricing/quote.ts';
import { pounds } from '#platform/money.ts';
import { dayInWords, plural } from '#platform/time.ts';
import { library, settle, type Choices, type Library } from './clauses.ts';
import { definitions, hostDuties, law, partnerDuties } from './template.ts';

/** Wording around the clauses; a change of words is a new version of the template. */
export const template = { code: 'project-agreement', version: 1 } as const;

/** `registration` names a register and a number, such as "Companies House 01234567". */
export type Party = {
	readonly name: string;
	readonly address: string;
	readonly country: string;
	readonly registration: string;
};

/** Everything that the words of an agreement depend on. The same facts give the same bytes. */
export type AgreementFacts = {
	/** Such as "AG-00042/1". */
	readonly reference: string;
	/** The London day of the offer. */
	readonly offeredOn: Temporal.PlainDate;
	readonly host: Party;
	readonly partner: Party;
	readonly project: {
		readonly reference: string;
		readonly title: string;
		readonly purpose: string;
		readonly datasets: readonly string[];
		readonly startsOn: Temporal.PlainDate;
		/** The last day of access. */
		readonly endsOn: Temporal.PlainDate;
		readonly users: number;
	};
	readonly choices: Choices;
	readonly quote: SealedQuote;
	/** True for an offer made before the study is approved, which then binds on that condition. */
	readonly conditional: boolean;
};

/**
 * One line, whatever was typed: control characters, line breaks and direction marks could otherwise
 * pass for a clause of the agreement or hide words from one of its readers.
 */
export const oneLine = (text: string): string =>
	text
		.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();

const party = (name: string, { name: legal, address, country, registration }: Party): string =>
	`- ${name}: ${[legal, address, country, registration]
		.map(oneLine)
		.filter((part) => part !== '')
		.join(', ')}.`;

function projectLines({ project, conditional }: AgreementFacts): readonly string[] {
	return [
		`- Reference: ${oneLine(project.reference)}`,
		`- Title: ${oneLine(project.title)}`,
		`- Purpose: ${oneLine(project.purpose)}`,
		`- Data: ${project.datasets.map(oneLine).join(', ')}`,
		`- From ${dayInWords(project.startsOn)} to ${dayInWords(project.endsOn)}`,
		`- For ${plural(project.users, 'user')}`,
		conditional
			? 'This offer was made before the Project was approved. It binds the Host as to price and terms, and takes effect only if the Project is approved; until then no Data are provided and no charge falls due.'
			: 'The Project has been approved as the public register shows.'
	];
}

const money = (pence: number): string => pounds(BigInt(pence));

function chargeLines({ quote }: AgreementFacts): readonly string[] {
	return [
		...quote.lines.map(
			(line) =>
				`- ${line.description}: ${line.quantity.toLocaleString('en-GB')} × ${line.unit} at ${money(line.unitNet)} = ${money(line.net)}`
		),
		`- Net: ${money(quote.net)}`,
		...quote.vatClasses.map(
			(each) => `- VAT at ${each.ratePercent} % on ${money(each.net)}: ${money(each.vat)}`
		),
		`- Total: ${money(quote.gross)}`,
		...(quote.note === null ? [] : [quote.note]),
		`The charges are those of rate card ${quote.rateCard.code}, version ${String(quote.rateCard.version)}, and are invoiced on signature, payable in 30 days. Quote SHA-256 ${quote.sha256}.`
	];
}

/** Clauses and the sections of the template, numbered as one run. */
function sections(facts: AgreementFacts, from: Library): readonly string[] {
	const clauses = settle(facts.choices, from).map(({ title, optionTitle, text }) => ({
		title: `${title}: ${optionTitle.charAt(0).toLowerCase()}${optionTitle.slice(1)}`,
		body: [text]
	}));
	const all = [
		{ title: 'Words used', body: definitions },
		{ title: 'What the Host does', body: hostDuties },
		{ title: 'What the Partner does', body: partnerDuties },
		...clauses,
		{ title: 'Law and the whole agreement', body: law }
	];
	return all.flatMap(({ title, body }, n) => section(`${String(n + 1)}. ${title}`, body));
}

const isItem = (line: string | undefined): boolean => line?.startsWith('- ') === true;

/** A heading and its lines, with the blank lines Markdown needs around a paragraph. */
const section = (title: string, body: readonly string[]): readonly string[] => [
	'',
	`## ${title}`,
	'',
	...body.flatMap((line, n) =>
		n === 0 || (isItem(line) && isItem(body[n - 1])) ? [line] : ['', line]
	)
];

/**
 * The text that both parties sign, as plain Markdown ending in a line break. Pure and immutable:
 * its SHA-256 (UTF-8) is what a signature binds.
 * @throws Problem 409 when a choice crosses a floor or leaves a topic open.
 */
export function render(facts: AgreementFacts, from: Library = library): string {
	return [
		`# Project agreement ${oneLine(facts.reference)}`,
		'',
		`Offered on ${dayInWords(facts.offeredOn)}. Template ${template.code}, version ${String(template.version)}; clause library version ${String(from.version)}.`,
		...section('Parties', [
			party('The Host', facts.host),
			party('The Partner', facts.partner),
			'The Host contracts for itself and on behalf of the controllers of the Data.'
		]),
		...section('The Project', projectLines(facts)),
		...section('Charges', chargeLines(facts)),
		...sections(facts, from),
		''
	].join('\n');
}
