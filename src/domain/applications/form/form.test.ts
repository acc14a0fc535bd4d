import { describe, expect, test } from 'vitest';
import { parse } from '#platform/forms.ts';
import type { Answers } from '../answers.ts';
import { depression } from '#db/seed/studies/depression.ts';
import { hypertension } from '#db/seed/studies/hypertension.ts';
import { inhaler } from '#db/seed/studies/inhaler.ts';
import { answersOf } from '#db/seed/studies/study.ts';
import { personId } from '#db/seed/people.ts';
import { gaps } from './complete.ts';
import type { Lists, Section } from './field.ts';
import { fieldsOf, formOf } from './forms.ts';
import { inWords } from './reading.ts';
import { answersFrom, listNames, savingSchema } from './saving.ts';

const form = formOf(1);
const on = Temporal.PlainDate.from('2026-11-22');
const lists: Lists = {
	datasets: [
		{ code: 'linked-core', name: 'Linked core record', description: '' },
		{ code: 'measurements', name: 'Measurements', description: '' }
	],
	columns: [{ dataset: 'linked-core', table: 'person', name: 'year_of_birth' }],
	conditions: [{ id: 201826, name: 'Type 2 diabetes mellitus' }],
	boards: [{ code: 'QMF', name: 'North East London' }],
	signatories: [
		{ id: personId('helen'), name: 'Helen Marsh' },
		{ id: personId('daniel'), name: 'Daniel Frost' },
		{ id: personId('joseph'), name: 'Joseph Adeyemi' }
	]
};
const section = (code: string): Section => {
	const found = form.sections.find((one) => one.code === code);
	if (!found) throw new Error(code);
	return found;
};
const sent = (fields: Record<string, string | string[]>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields))
		for (const one of [value].flat()) data.append(name, one);
	return data;
};
const saved = (code: string, fields: Record<string, string | string[]>) => {
	const of = section(code);
	const parsed = parse(sent(fields), savingSchema(of, lists), { lists: listNames(of) });
	return parsed.ok ? answersFrom(of, parsed.value) : parsed.errors;
};

describe('saving a section', () => {
	test.each(form.sections.map(({ code }) => code))('%s may be saved with nothing in it', (code) => {
		expect(Object.keys(saved(code, {}))).toEqual(section(code).fields.map(({ name }) => name));
	});

	test('keeps markup as the words it is', () => {
		const typed = '<script>alert(1)</script> & "quotes"';
		expect(saved('safe-project', { title: typed })).toMatchObject({ title: typed });
	});

	test('refuses what is too long, of the wrong type or not on offer, at its field', () => {
		expect(
			saved('safe-project', { title: 'x'.repeat(201), months: 'twelve', kind: 'other' })
		).toEqual({
			title: 'Title must be 200 characters or fewer',
			months: 'How long it lasts must be a whole number up to 120',
			kind: 'Choose from the list'
		});
		expect(
			saved('safe-data', {
				datasets: ['identity'],
				conditions: ['1 or 1=1'],
				ageFrom: '300',
				from: '2026-02-31',
				icbs: ['X']
			})
		).toEqual({
			datasets: 'Choose from the list',
			conditions: 'Choose conditions from the list',
			ageFrom: 'Youngest age must be a whole number from 0 to 120',
			from: 'Enter a real date, such as 22 November 2026',
			icbs: 'Choose integrated care boards from the list'
		});
	});

	test('makes one cohort of the choices, with the section’s period', () => {
		const answers = saved('safe-data', {
			conditions: ['201826'],
			sex: 'female',
			ageFrom: '18',
			icbs: ['QMF'],
			from: '2020-01-01',
			to: '2025-12-31'
		});
		expect(answers['cohort']).toEqual({
			conditions: [201826],
			match: 'all',
			sex: 'female',
			ageFrom: 18,
			ageTo: null,
			icbs: ['QMF'],
			from: '2020-01-01',
			to: '2025-12-31',
			criteria: []
		});
	});

	test('keeps the people in rows that hold somebody', () => {
		const answers = saved('safe-people', {
			'members-0-country': 'GB',
			'members-1-name': ' Ada ',
			'members-1-email': 'ADA@example.org',
			'members-1-country': 'gb'
		});
		expect(answers['members']).toEqual([
			{ name: 'Ada', email: 'ada@example.org', organisation: '', country: 'GB', training: '' }
		]);
	});
});

describe('sending an application', () => {
	test.each([depression, inhaler, hypertension])(
		'the demonstration’s $project.title is complete',
		(study) => {
			expect(gaps(form, answersOf(study), lists, on)).toEqual([]);
		}
	);

	test('asks for every needed answer of an empty one, in the order of the form', () => {
		const needed = fieldsOf(form).flatMap(({ field }) => (field.needed ? [field.needed] : []));
		expect(gaps(form, {}, lists, on).map(({ message }) => message)).toEqual(needed);
	});

	const complete: Answers = answersOf(depression);
	const broken = (code: string, change: object) =>
		gaps(form, { ...complete, [code]: { ...complete[code], ...change } }, lists, on).map(
			({ message }) => message
		);

	test('counts the words of the plain summary', () => {
		expect(broken('safe-project', { laySummary: 'word '.repeat(300) })).toEqual([]);
		expect(broken('safe-project', { laySummary: 'word '.repeat(301) })).toEqual([
			'Plain summary has 301 words; shorten it to 300 or fewer'
		]);
	});

	test('refuses training that ran out, people named twice and a cohort that makes no sense', () => {
		const [amara, tomas] = complete['safe-people']?.['members'] as Record<string, string>[];
		expect(broken('safe-people', { members: [{ ...amara, training: '2026-11-21' }] })).toEqual([
			'The training of Amara Okafor has run out: renew it and enter the new date'
		]);
		expect(broken('safe-people', { members: [tomas, tomas] })).toEqual([
			'tomas@example.org is named twice: name each person once'
		]);
		expect(broken('safe-data', { cohort: { conditions: [], ageFrom: 60, ageTo: 40 } })).toEqual([
			'The youngest age is above the oldest: exchange them'
		]);
		expect(broken('safe-data', { datasets: ['withdrawn-set'] })).toEqual([
			'Choose at least one dataset'
		]);
	});
});

test('every answer of a complete application reads as words, and none as an object', () => {
	const answers = answersOf(depression);
	const words = fieldsOf(form).flatMap(({ section: { code }, field }) =>
		inWords(field, answers[code]?.[field.name], lists)
	);
	expect(words.length).toBeGreaterThan(25);
	expect(words.filter((one) => /\[object|undefined|null/.test(one))).toEqual([]);
});
