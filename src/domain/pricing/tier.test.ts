import { expect, test } from 'vitest';
import { tierOf, tierQuestions, tiers, type TierAnswers } from './tier.ts';

const keys = <T extends object>(value: T) => Object.keys(value) as (keyof T)[];
const all: TierAnswers[] = keys(tierQuestions.use.answers).flatMap((use) =>
	keys(tierQuestions.funder.answers).flatMap((funder) =>
		keys(tierQuestions.rights.answers).map((rights) => ({ use, funder, rights }))
	)
);

test('without a company the use decides', () => {
	const of = (use: TierAnswers['use']) => tierOf({ use, funder: 'public', rights: 'none' }).tier;
	expect([of('nhs'), of('research'), of('student'), of('product')]).toEqual([
		'nhs',
		'academic',
		'student',
		'commercial'
	]);
});

test('a larger company that pays or holds rights makes any study commercial', () => {
	for (const answers of all)
		if (answers.funder === 'company' || answers.rights === 'company')
			expect(tierOf(answers).tier).toBe('commercial');
});

test('a study is for a small company only when a company takes part and every one is small', () => {
	for (const answers of all) {
		const companies = [answers.funder, answers.rights];
		const small = companies.includes('small') && !companies.includes('company');
		expect(tierOf(answers).tier === 'sme').toBe(small);
	}
});

test('every answer has a tier and a sentence, and every tier an answer', () => {
	for (const answers of all) expect(tierOf(answers).because).toMatch(/^[A-Z].+\.$/);
	expect(new Set(all.map((answers) => tierOf(answers).tier))).toEqual(new Set(tiers));
});
