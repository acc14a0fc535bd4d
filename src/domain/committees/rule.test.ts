import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	choices,
	count,
	countings,
	type Choice,
	type Counting,
	type Rule,
	type Seat
} from './rule.ts';

const rule = (counting: Counting, minimumVoters = 0, minimumPublic = 0): Rule => ({
	minimumVoters,
	minimumPublic,
	counting,
	objectionDays: { standard: 0, sensitive: 10 }
});
const letters = { y: 'yes', n: 'no', c: 'conditional', a: 'abstain' } as const;
/** "yyn": three members and what each voted; the first is a public member, the last is the chair. */
const seats = (votes: string): Seat[] =>
	Array.from(votes, (letter, at) => ({
		public: at === 0,
		chair: at === votes.length - 1,
		interest: 'none',
		choice: letter in letters ? letters[letter as keyof typeof letters] : null
	}));

const outcome = (counting: Counting, votes: string): string => {
	const counted = count(rule(counting), seats(votes));
	return counted.quorate ? counted.outcome : 'no quorum';
};

// votes           unanimous           two thirds          majority            no block
const truth = [
	['yyy', 'approved_pending', 'approved_pending', 'approved_pending', 'approved_pending'],
	['yyn', 'rejected', 'approved_pending', 'approved_pending', 'rejected'],
	['ynn', 'rejected', 'rejected', 'rejected', 'rejected'],
	['yn', 'rejected', 'rejected', 'rejected', 'rejected'],
	['yyyn', 'rejected', 'approved_pending', 'approved_pending', 'rejected'],
	['yyynn', 'rejected', 'rejected', 'approved_pending', 'rejected'],
	['yya', 'approved_pending', 'approved_pending', 'approved_pending', 'approved_pending'],
	['yaa', 'approved_pending', 'approved_pending', 'approved_pending', 'approved_pending'],
	['aaa', 'rejected', 'rejected', 'rejected', 'rejected'],
	['naa', 'rejected', 'rejected', 'rejected', 'rejected'],
	['yyc', 'conditional', 'approved_pending', 'approved_pending', 'conditional'],
	['ycc', 'conditional', 'conditional', 'conditional', 'conditional'],
	['ccc', 'conditional', 'conditional', 'conditional', 'conditional'],
	['ycn', 'rejected', 'conditional', 'conditional', 'rejected'],
	['cn', 'rejected', 'rejected', 'rejected', 'rejected'],
	['ccn', 'rejected', 'conditional', 'conditional', 'rejected'],
	['', 'rejected', 'rejected', 'rejected', 'rejected']
] as const;

test.each(truth)('votes %s end as the table says under each counting', (votes, ...expected) => {
	expect(
		(['unanimous', 'two-thirds', 'majority', 'no-block'] as const).map((one) => outcome(one, votes))
	).toEqual(expected);
});

test('a member with a direct interest is not counted, and one who declared nothing is not present', () => {
	const [first, second, third] = seats('yyn');
	if (!first || !second || !third) throw new Error('three seats');
	const counted = count(rule('unanimous', 2), [first, second, { ...third, interest: 'direct' }]);
	expect(counted).toMatchObject({ quorate: true, outcome: 'approved_pending', tally: { no: 0 } });
	const undeclared = count(rule('unanimous', 3), [first, second, { ...third, interest: null }]);
	expect(undeclared).toMatchObject({ shortfalls: ['3 members must vote and 2 did'] });
});

test('every shortfall of the quorum is named, and abstentions count towards it', () => {
	const professionals = seats('ya').map((seat) => ({ ...seat, public: false }));
	expect(count(rule('majority', 3, 1), professionals)).toMatchObject({
		quorate: false,
		shortfalls: ['3 members must vote and 2 did', '1 public member must vote and 0 did']
	});
	expect(count(rule('majority', 2, 0), professionals)).toMatchObject({ quorate: true });
});

const vote = fc.constantFrom<Choice | null>(...choices, null);
const anySeats = fc.array(
	fc.record({
		public: fc.boolean(),
		chair: fc.boolean(),
		interest: fc.constantFrom('none' as const, 'indirect' as const, 'direct' as const, null),
		choice: vote
	}),
	{ maxLength: 9 }
);
const rank = { rejected: 0, conditional: 1, approved_pending: 2 } as const;
const ranked = (counting: Counting, of: readonly Seat[]) => {
	const counted = count(rule(counting), of);
	return counted.quorate ? rank[counted.outcome] : -1;
};

test('the order of the members never matters, and an abstention never changes the outcome', () => {
	fc.assert(
		fc.property(fc.constantFrom(...countings), anySeats, (counting, of) => {
			const abstainer = {
				public: false,
				chair: false,
				interest: 'none',
				choice: 'abstain'
			} as const;
			expect(ranked(counting, [...of].reverse())).toBe(ranked(counting, of));
			expect(ranked(counting, [...of, abstainer])).toBe(ranked(counting, of));
		})
	);
});

test('one more vote in favour never makes the outcome worse, one more against never better', () => {
	fc.assert(
		fc.property(fc.constantFrom(...countings), anySeats, (counting, of) => {
			const voter = { public: false, chair: false, interest: 'none' } as const;
			const before = ranked(counting, of);
			expect(ranked(counting, [...of, { ...voter, choice: 'yes' }])).toBeGreaterThanOrEqual(before);
			expect(ranked(counting, [...of, { ...voter, choice: 'no' }])).toBeLessThanOrEqual(before);
		})
	);
});
