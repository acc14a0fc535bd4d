import * as v from 'valibot';

/** How votes are counted. Each is tried on those who voted for or against; abstentions never count. */
export const countings = ['unanimous', 'two-thirds', 'majority', 'no-block'] as const;
export type Counting = (typeof countings)[number];

export const countingWords = {
	unanimous: 'everybody who voted for or against was in favour',
	'two-thirds': 'at least two thirds of those who voted for or against were in favour',
	majority: 'more than half of those who voted for or against were in favour',
	'no-block': 'nobody voted against, and somebody was in favour'
} as const satisfies Record<Counting, string>;

const few = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));

/** A version of a committee's rules, as it is stored. Periods are in working days. */
export const RuleSchema = v.object({
	minimumVoters: few,
	minimumPublic: few,
	counting: v.picklist(countings),
	/** How long controllers may object after an approval, by the route of the study. */
	objectionDays: v.object({ standard: few, sensitive: few })
});
export type Rule = v.InferOutput<typeof RuleSchema>;

export const choices = ['yes', 'no', 'conditional', 'abstain'] as const;
export type Choice = (typeof choices)[number];

export const choiceWords = {
	yes: 'Approve',
	conditional: 'Approve with conditions',
	no: 'Do not approve',
	abstain: 'Abstain'
} as const satisfies Record<Choice, string>;

/**
 * One appointed member as the rule sees them: by kind, never by name, so that the inputs of a
 * decision can be kept and published. `choice` is null for somebody who has not voted.
 */
export type Seat = {
	readonly public: boolean;
	readonly chair: boolean;
	readonly interest: 'none' | 'indirect' | 'direct' | null;
	readonly choice: Choice | null;
};

export type Tally = Readonly<Record<Choice, number>>;
export type Outcome = 'approved_pending' | 'conditional' | 'rejected';

export type Count =
	| { readonly quorate: false; readonly shortfalls: readonly string[]; readonly tally: Tally }
	| { readonly quorate: true; readonly outcome: Outcome; readonly tally: Tally };

/**
 * Counts a vote. Eligible: appointed and without a direct interest. Present: eligible, declared and
 * voted, abstentions included. A tie is not approved. A vote for approval with conditions is not a
 * vote for approval without: when approval carries only with them, the approval is conditional.
 */
export function count(rule: Rule, seats: readonly Seat[]): Count {
	const present = seats.filter(isPresent);
	const tally = Object.fromEntries(
		choices.map((choice) => [choice, present.filter((seat) => seat.choice === choice).length])
	) as Record<Choice, number>;
	const shortfalls = lacking(rule, present);
	if (shortfalls.length > 0) return { quorate: false, shortfalls, tally };
	return { quorate: true, outcome: outcomeOf(rule.counting, tally), tally };
}

const isPresent = ({ interest, choice }: Seat): boolean =>
	interest !== null && interest !== 'direct' && choice !== null;

function lacking(rule: Rule, present: readonly Seat[]): string[] {
	const members = present.filter((seat) => seat.public).length;
	const of = (have: number, need: number, who: string) =>
		have < need ? [`${String(need)} ${who} must vote and ${String(have)} did`] : [];
	return [
		...of(present.length, rule.minimumVoters, 'members'),
		...of(
			members,
			rule.minimumPublic,
			rule.minimumPublic === 1 ? 'public member' : 'public members'
		)
	];
}

function outcomeOf(counting: Counting, { yes, conditional, no }: Tally): Outcome {
	if (carries(counting, yes, no + conditional)) return 'approved_pending';
	return carries(counting, yes + conditional, no) ? 'conditional' : 'rejected';
}

function carries(counting: Counting, inFavour: number, against: number): boolean {
	if (inFavour === 0) return false;
	switch (counting) {
		case 'unanimous':
		case 'no-block':
			return against === 0;
		case 'two-thirds':
			return inFavour * 3 >= (inFavour + against) * 2;
		case 'majority':
			return inFavour > against;
	}
}
