import type { Vocabulary } from './code-list.ts';

/** Verhoeff's dihedral check, by which SNOMED CT and dm+d identifiers end. */
const product = [
	'0123456789',
	'1234067895',
	'2340178956',
	'3401289567',
	'4012395678',
	'5987604321',
	'6598710432',
	'7659821043',
	'8765932104',
	'9876543210'
];
const turned = [
	'0123456789',
	'1576283094',
	'5803796142',
	'8916043527',
	'9453126870',
	'4286573901',
	'2793806415',
	'7046913258'
];

/** Whether the last digit of an identifier is the one that the others ask for. */
export const checks = (digits: string): boolean =>
	Array.from(digits)
		.reverse()
		.reduce((sum, digit, index) => {
			const step = turned[index % 8]?.[Number(digit)] ?? '0';
			return Number(product[sum]?.[Number(step)] ?? '0');
		}, 0) === 0;

/** Seen when a spreadsheet has rounded a long number. */
const rounded = /^\d(\.\d+)?e\+?\d+$/i;

function identifierFault(name: string, code: string): string | null {
	if (rounded.test(code))
		return `“${code}” was cut by a spreadsheet: keep the column as text and export it again.`;
	if (!/^[1-9]\d{5,17}$/.test(code))
		return `“${code.slice(0, 40)}” is not a ${name} code: those are 6 to 18 digits.`;
	if (!checks(code))
		return `${code} is not a ${name} code: its check digit is wrong, so a digit was mistyped or cut.`;
	return null;
}

/** What is wrong with a code, as a sentence; null when it is formed as its vocabulary forms them. */
export function codeFault(vocabulary: Vocabulary, code: string): string | null {
	if (code === '') return 'The code is missing.';
	switch (vocabulary) {
		case 'snomed':
			return identifierFault('SNOMED CT', code);
		case 'dmd':
			return identifierFault('dm+d', code);
		case 'icd10':
			return /^[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?$/.test(code)
				? null
				: `“${code.slice(0, 40)}” is not an ICD-10 code, such as E11 or E11.9.`;
		case 'omop':
			return /^[1-9]\d{0,14}$/.test(code)
				? null
				: `“${code.slice(0, 40)}” is not the number of an OMOP concept.`;
	}
}
