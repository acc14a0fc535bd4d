import { expect, test } from 'vitest';
import { parse } from '#platform/forms.ts';
import { cohortInWords, partsInWords } from '../cohort-words.ts';
import {
	builderLists,
	builderQuery,
	BuilderSchema,
	cohortOf,
	dailyCounts,
	mayCountAgain
} from './feasibility.ts';

const build = (query: string) => {
	const data = new FormData();
	for (const [name, value] of new URLSearchParams(query)) data.append(name, value);
	return parse(data, BuilderSchema, { lists: builderLists });
};
const cohort = (query: string) => {
	const built = build(query);
	if (!built.ok) throw new Error(JSON.stringify(built.errors));
	return cohortOf(built.value);
};
const wrong = (query: string) => {
	const built = build(query);
	return built.ok ? {} : built.errors;
};

test('an empty builder is everybody, once a purpose is chosen', () => {
	expect(cohort('purpose=research')).toEqual({
		conditions: [],
		match: 'all',
		sex: 'any',
		ageFrom: null,
		ageTo: null,
		icbs: [],
		from: null,
		to: null,
		criteria: []
	});
	expect(wrong('')).toEqual({ purpose: 'Choose what the data are for' });
});

test('equal questions are equal bytes, in whatever order they are asked', () => {
	const one = cohort('purpose=research&conditions=9&conditions=10&icbs=B&icbs=A');
	const two = cohort('purpose=research&icbs=A&icbs=B&conditions=10&conditions=9&conditions=9');
	expect(JSON.stringify(one)).toBe(JSON.stringify(two));
});

test('a count leads back to the same builder', () => {
	const asked = cohort(
		'purpose=industry&conditions=9&ageFrom=18&ageTo=64&from=2020-04-01&match=any'
	);
	expect(cohort(builderQuery(asked, 'industry'))).toEqual(asked);
});

test('what is wrong is said at its field', () => {
	expect(wrong('purpose=research&ageFrom=old')).toHaveProperty('ageFrom');
	expect(wrong('purpose=research&ageFrom=65&ageTo=18')).toEqual({
		ageTo: 'Enter an oldest age that is not below the youngest'
	});
	expect(wrong('purpose=research&from=2026-02-30')).toHaveProperty('from');
	expect(wrong('purpose=research&from=2026-02-02&to=2026-02-01')).toHaveProperty('to');
	expect(wrong('purpose=marketing')).toHaveProperty('purpose');
	expect(wrong('purpose=research&conditions=%3Cscript%3E')).toHaveProperty('conditions');
});

test('a cohort reads as people speak', () => {
	const names = {
		conditions: new Map([[9, 'Asthma'] as const, [10, 'Obesity'] as const]),
		boards: new Map([['A', 'North East London']])
	};
	const asked = cohort(
		'purpose=research&conditions=9&conditions=10&ageFrom=18&icbs=A&to=2025-03-31'
	);
	expect(cohortInWords(asked, names).map(({ value }) => value)).toEqual([
		'Asthma and Obesity',
		'Up to 31 March 2025',
		'18 years and over',
		'Any',
		'North East London'
	]);
});

test('the limit of a day is a sentence that says when counting opens again', () => {
	expect(mayCountAgain(dailyCounts - 1)).toEqual({ allowed: true });
	expect(mayCountAgain(dailyCounts)).toMatchObject({
		allowed: false,
		because: expect.stringContaining('opens again at midnight') as string
	});
});

test('the parts of a cohort are named by the keys of its canonical form, in whatever order it came', () => {
	const asked = cohort(
		'purpose=research&criterion=measurement~7~has~~~80~120&criterion=condition~9~not~~~~'
	);
	const names = {
		conditions: new Map([[7, 'Pressure'] as const, [9, 'Asthma'] as const]),
		boards: new Map<string, string>()
	};
	const backwards = { ...asked, criteria: [...asked.criteria].reverse() };
	expect([...partsInWords(asked, names)]).toEqual([...partsInWords(backwards, names)]);
	expect([...partsInWords(asked, names).values()]).toEqual([
		'Measurement: Pressure, from 80 to 120',
		'No condition: Asthma'
	]);
	expect(cohort(builderQuery(asked, 'research'))).toEqual(asked);
});
