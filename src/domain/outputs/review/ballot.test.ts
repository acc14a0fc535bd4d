import { expect, test } from 'vitest';
import { choices, fileOutcome, outcomeOf, overall, type Choice } from './ballot.ts';

/** Every row of votes that so many people can give on one file. */
const rows = (people: number): Choice[][] =>
	people === 0
		? [[]]
		: rows(people - 1).flatMap((before) => choices.map((one) => [...before, one]));

/** The rule again, as it is written in the handbook: the two votes, and what they come to. */
const pairs: Record<string, Choice | null> = {
	'approve approve': 'approve',
	'approve changes': 'changes',
	'approve reject': null,
	'changes approve': 'changes',
	'changes changes': 'changes',
	'changes reject': 'changes',
	'reject approve': null,
	'reject changes': 'changes',
	'reject reject': 'reject'
};

test('no vote and one vote decide nothing; two decide as the table says, whoever votes first', () => {
	for (const votes of [...rows(0), ...rows(1)]) expect(fileOutcome(votes)).toBeNull();
	for (const votes of rows(2)) {
		expect(fileOutcome(votes), votes.join(' ')).toBe(pairs[votes.join(' ')]);
		expect(fileOutcome(votes.toReversed())).toBe(fileOutcome(votes));
	}
});

test('a third vote always settles: with two who said the same, or else as changes', () => {
	for (const votes of rows(3)) {
		const twice = (['approve', 'reject'] as const).find(
			(one) => votes.filter((vote) => vote === one).length >= 2
		);
		expect(fileOutcome(votes), votes.join(' ')).toBe(twice ?? 'changes');
	}
});

test('every two files under every two votes: all approved leave, all rejected end, a mixture goes back', () => {
	for (const a of rows(2))
		for (const b of rows(2)) {
			const settled = [fileOutcome(a), fileOutcome(b)];
			const told = outcomeOf([a, b]);
			const named = `${a.join(' ')} and ${b.join(' ')}`;
			if (settled.includes(null)) expect(told, named).toBeNull();
			else if (settled[0] === 'approve' && settled[1] === 'approve')
				expect(told, named).toBe('output.release');
			else if (settled[0] === 'reject' && settled[1] === 'reject')
				expect(told, named).toBe('output.reject');
			else expect(told, named).toBe('output.return');
			expect(outcomeOf([b, a]), named).toBe(told);
		}
});

test('nothing leaves because there was nothing to vote on', () => {
	expect(outcomeOf([])).toBe('output.return');
	expect(outcomeOf([['approve', 'approve'], []])).toBeNull();
});

test('a vote in one word is approve or reject only when it says so of every file', () => {
	for (const row of rows(3)) {
		const all = (one: Choice) => row.every((choice) => choice === one);
		expect(overall(row)).toBe(all('approve') ? 'approve' : all('reject') ? 'reject' : 'changes');
	}
});
