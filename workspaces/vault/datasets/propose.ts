import { omopProfile } from '#workspaces/deidentify/omop.ts';
import { nhsShare } from '#workspaces/deidentify/patterns.ts';
import { sameType } from '#workspaces/deidentify/catalogue.ts';
import { byName } from './names.ts';

/** What the values of a column look like, as shares of those that are there. */
export type Evidence = {
	readonly rows: number;
	/** Whole per cent of rows that have a value. */
	readonly completeness: number;
	readonly distinct: number;
	/** Of ten-digit values, how many pass the NHS number's check. Null without any. */
	readonly nhs: number | null;
	/** Share of values with the shape, by the rule of `patterns`. */
	readonly shapes: Readonly<Record<string, number>>;
	/** Words in a value, on average; 0 for what is no text. */
	readonly words: number;
};

export type Proposal = {
	/** C01 to C24, or null when nothing tells. */
	readonly class: string | null;
	/** One sentence for the person who confirms it. */
	readonly reason: string;
	/** Whether the rule leaves no doubt, so that it may be confirmed together with others. */
	readonly certain: boolean;
};

export type Column = { readonly table: string; readonly name: string; readonly type: string };

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
const say = (code: string | null, reason: string, certain = false): Proposal => ({
	class: code,
	reason,
	certain
});

const omop = omopProfile([]);

/** Values that identify, whatever the column is called: never certain, since a person must look. */
function byValue({ name }: Column, { nhs, shapes }: Evidence): Proposal | null {
	if (nhs !== null && nhs > nhsShare)
		return /nhs/i.test(name)
			? say('C02', `${percent(nhs)} of its ten-digit values are valid NHS numbers.`)
			: say(
					'C01',
					`${percent(nhs)} of its ten-digit values are valid NHS numbers, though its name does not say so.`
				);
	const contact = [
		['e-mail', 'e-mail addresses'],
		['phone', 'telephone numbers'],
		['national-insurance-number', 'National Insurance numbers'],
		['url', 'web addresses']
	] as const;
	for (const [rule, words] of contact)
		if ((shapes[rule] ?? 0) > 0.02)
			return say('C01', `${percent(shapes[rule] ?? 0)} of its values hold ${words}.`);
	if ((shapes['postcode'] ?? 0) > 0.1)
		return say('C12', `${percent(shapes['postcode'] ?? 0)} of its values hold postcodes.`);
	return null;
}

function byStandard({ table, name, type }: Column): Proposal | null {
	const known = omop.tables.get(table)?.columns.find((column) => column.name === name);
	if (!known) return null;
	return sameType(omop, known.type, type)
		? say(known.class, 'OMOP 5.4 has this column, with this meaning and type.', true)
		: say(
				known.class,
				`OMOP 5.4 has this column as ${known.type.toLowerCase()}, but here it is ${type.toLowerCase()}.`
			);
}

const isText = (type: string) => type.startsWith('VARCHAR');
const isWhole = (type: string) => type.includes('INT');

/** What is left to go by: how the column is stored. Always for a person to judge. */
function byShape({ type }: Column, { rows, distinct, words }: Evidence): Proposal {
	if (type === 'DATE') return say('C09', 'It holds days, and nothing else says which.');
	if (type.startsWith('TIMESTAMP')) return say('C10', 'It holds times of day.');
	if (type === 'BLOB') return say('C21', 'It holds files.');
	if (isText(type) && words > 3) return say('C19', 'It holds sentences, where anything may stand.');
	if (isText(type) && distinct > 0 && distinct <= 30 && rows >= 10 * distinct)
		return say('C20', `It holds only ${String(distinct)} different short answers.`);
	if (isWhole(type) && rows > 20 && distinct === rows)
		return say('C03', 'It is different in every row, as the number of a record is.');
	if (/DOUBLE|FLOAT|DECIMAL/.test(type)) return say('C18', 'It holds numbers with fractions.');
	return say(null, 'Nothing tells what this is: choose its class.');
}

/** The class to propose for a column, and why: values first, then the standard, then its name. */
export const propose = (column: Column, evidence: Evidence): Proposal =>
	byValue(column, evidence) ?? byStandard(column) ?? byName(column) ?? byShape(column, evidence);
