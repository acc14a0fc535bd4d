import { canonicalCohort, CohortSchema, withoutLists } from '../cohort.ts';
import { criterionFrom, criterionText } from '../feasibility/criterion-text.ts';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { checks, codeFault } from './codes.ts';
import { differences } from './diff.ts';
import { readCodes } from './reading.ts';
import { resolve, type Look } from './resolve.ts';

const faultsOf = (text: string, vocabulary: Parameters<typeof readCodes>[1] = 'snomed') => {
	const read = readCodes(text, vocabulary);
	return read.ok ? [] : read.faults;
};
const one = (code: string, conceptId: number | null, term = code) => ({
	...{ code, term, conceptId, conceptName: null, domain: null }
});

describe('a code list in CSV', () => {
	test('is read with the columns that lists go by, and what a file of Excel puts before them', () => {
		const read = readCodes(
			'\uFEFFCode;Term\r\n195967001;Asthma\r\n44054006;"Diabetes; type 2"\r\n',
			'snomed'
		);
		expect(read).toEqual({
			ok: true,
			codes: [
				{ line: 2, code: '195967001', term: 'Asthma', concept: null },
				{ line: 3, code: '44054006', term: 'Diabetes; type 2', concept: null }
			]
		});
	});

	test('names each line that is wrong, and what is wrong with it', () => {
		const text =
			'code,term\n195967002,Asthma\n,Nothing\n1.95967E+08,Cut\n44054006,A\n44054006,B\nE11,C\n73211009,D,E\n';
		expect(faultsOf(text).map(({ line, message }) => `${String(line)}: ${message}`)).toEqual([
			'2: 195967002 is not a SNOMED CT code: its check digit is wrong, so a digit was mistyped or cut.',
			'3: The code is missing.',
			'4: “1.95967E+08” was cut by a spreadsheet: keep the column as text and export it again.',
			'6: 44054006 stands on line 5 already.',
			'7: “E11” is not a SNOMED CT code: those are 6 to 18 digits.',
			'8: There are more cells than columns: put text that holds a “,” in quotation marks.'
		]);
		expect(faultsOf('term\nAsthma\n')).toMatchObject([{ line: 1 }]);
		expect(faultsOf('code\n')).toMatchObject([{ line: 2 }]);
		expect(faultsOf('code,term\n44054006,"open\n')).toMatchObject([{ line: 2 }]);
	});

	test('of ICD-10, dm+d or OMOP concepts is held to its own form', () => {
		expect(codeFault('icd10', 'E11.9')).toBeNull();
		expect(codeFault('icd10', 'e11')).not.toBeNull();
		expect(codeFault('dmd', '39113611000001102')).toBeNull();
		expect(codeFault('dmd', '39113611000001103')).not.toBeNull();
		expect(readCodes('concept_id,name\n201826,T2\n', 'omop')).toMatchObject({
			ok: true,
			codes: [{ code: '201826', concept: 201826 }]
		});
		expect(faultsOf('code,concept_id\nE11,x\n', 'icd10')).toHaveLength(1);
	});
});

test('one wrong digit, or two that changed places, is always noticed', () => {
	const code = '44054006';
	for (let at = 0; at < code.length; at++)
		for (let digit = 0; digit <= 9; digit++) {
			const typed = code.slice(0, at) + String(digit) + code.slice(at + 1);
			expect(checks(typed)).toBe(typed === code);
		}
	for (let at = 0; at + 1 < code.length; at++) {
		const typed = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
		expect(checks(typed)).toBe(typed === code);
	}
});

test('codes find the standard concept that has them, or the one their line names', async () => {
	const known = [
		{ id: 317009, name: 'Asthma', domain: 'Condition', code: '195967001', standard: true },
		{ id: 5, name: 'Old', domain: 'Condition', code: '44054006', standard: false }
	];
	const look: Look = (asked) =>
		Promise.resolve(
			known.filter((it) =>
				'ids' in asked ? asked.ids.includes(it.id) : asked.codes.includes(it.code)
			)
		);
	const codes = [
		{ line: 2, code: '195967001', term: '', concept: null },
		{ line: 3, code: '44054006', term: 'T2', concept: null },
		{ line: 4, code: '73211009', term: 'D', concept: 5 },
		{ line: 5, code: '73211009', term: 'D', concept: 6 }
	];
	const { resolved, faults } = await resolve(codes, 'snomed', look);
	expect(resolved.slice(0, 2)).toMatchObject([
		{ term: 'Asthma', conceptId: 317009, domain: 'Condition' },
		{ term: 'T2', conceptId: null }
	]);
	expect(faults.map(({ line }) => line)).toEqual([4, 5]);
});

test('two versions differ by what was added, removed and coded otherwise', () => {
	const before = [one('a', 1), one('b', 2), one('c', 3)];
	expect(differences(before, [one('a', 1), one('b', 9), one('d', 4)])).toEqual([
		{ change: 'changed', code: 'b', term: 'b (9)', before: 'b (2)' },
		{ change: 'removed', code: 'c', term: 'c (3)', before: '' },
		{ change: 'added', code: 'd', term: 'd (4)', before: '' }
	]);
});

test('what a list is called asks nothing new: the question to the vault has no list in it', () => {
	const criterion = { kind: 'condition', concepts: [2, 1] };
	const list = '019a0000-0000-7000-8000-000000000001';
	const plain = v.parse(CohortSchema, { criteria: [criterion] });
	const named = v.parse(CohortSchema, { criteria: [{ ...criterion, list }, criterion] });
	expect(canonicalCohort(withoutLists(named))).toEqual(canonicalCohort(plain));
	expect(canonicalCohort(named).criteria).toHaveLength(1);
	const [kept] = v.parse(CohortSchema, { criteria: [{ ...criterion, list }] }).criteria;
	if (!kept) throw new Error('There is a criterion.');
	expect(criterionFrom(criterionText(kept))).toEqual(kept);
});
