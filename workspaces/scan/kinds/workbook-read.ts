import { review, type Finding } from '#domain/disclosure/findings.ts';
import { readXml } from './xml.ts';

export type Sheet = {
	readonly name: string;
	readonly id: string;
	readonly state: 'visible' | 'hidden' | 'veryHidden';
};

type Attributes = Readonly<Record<string, { readonly local: string; readonly value: string }>>;

/** The value of an attribute whatever its prefix; empty when absent. */
export const attribute = (attributes: Attributes, name: string): string =>
	Object.values(attributes).find(({ local }) => local === name)?.value ?? '';

export function sheetsOf(workbook: string): Sheet[] {
	const found: Sheet[] = [];
	if (workbook === '') return found;
	readXml(workbook, {
		open: ({ local, attributes }) => {
			if (local !== 'sheet') return;
			const state = attribute(attributes, 'state');
			const id =
				Object.values(attributes).find(({ local: name, prefix }) => name === 'id' && prefix !== '')
					?.value ?? '';
			found.push({
				name: attribute(attributes, 'name'),
				id,
				state: state === 'hidden' || state === 'veryHidden' ? state : 'visible'
			});
		}
	});
	return found;
}

/** Names that stand for ranges or values; a hidden one can hold anything. */
export function namesOf(workbook: string): Finding[] {
	let [all, hidden] = [0, 0];
	if (workbook !== '')
		readXml(workbook, {
			open: ({ local, attributes }) => {
				if (local !== 'definedName') return;
				all++;
				if (/^(1|true)$/.test(attribute(attributes, 'hidden'))) hidden++;
			}
		});
	if (all === 0) return [];
	const some = hidden > 0 ? `, ${hidden} of them hidden` : '';
	return [
		review(
			'defined-name',
			'the file',
			`The workbook defines ${all} names${some}; they are left out.`,
			'Nothing to do.'
		)
	];
}

/** Which part each relation leads to; only parts of the workbook. */
export function targetsOf(relations: string): Map<string, string> {
	const found = new Map<string, string>();
	if (relations !== '')
		readXml(relations, {
			open: ({ local, attributes }) => {
				if (local !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return;
				const target = attribute(attributes, 'Target');
				found.set(
					attribute(attributes, 'Id'),
					target.startsWith('/') ? target.slice(1) : `xl/${target}`
				);
			}
		});
	return found;
}

export function stringsOf(shared: string): string[] {
	const found: string[] = [];
	if (shared === '') return found;
	let [current, spoken] = ['', 0];
	readXml(shared, {
		open: ({ local }) => {
			if (local === 'si') current = '';
			if (local === 'rPh') spoken++; // how a word is pronounced is not part of it
		},
		close: ({ local }) => {
			if (local === 'si') found.push(current);
			if (local === 'rPh') spoken--;
		},
		text: (text) => {
			if (spoken === 0) current += text;
		}
	});
	return found;
}

/** Which cell formats show a day: 14 to 22 and 45 to 47 by number, others by the letters of their code. */
export function formatsOf(styles: string): boolean[] {
	const found: boolean[] = [];
	if (styles === '') return found;
	const days = new Set([14, 15, 16, 17, 22]);
	let within = false;
	readXml(styles, {
		open: ({ local, attributes }) => {
			if (local === 'numFmt') {
				const code = attribute(attributes, 'formatCode').replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '');
				if (/[yd]/i.test(code)) days.add(Number(attribute(attributes, 'numFmtId')));
			} else if (local === 'cellXfs') within = true;
			else if (local === 'xf' && within)
				found.push(days.has(Number(attribute(attributes, 'numFmtId'))));
		},
		close: ({ local }) => {
			if (local === 'cellXfs') within = false;
		}
	});
	return found;
}
