import { withCheckers, type Request, type Status } from '../output.ts';

type Entry = {
	readonly at: Temporal.Instant;
	readonly action: string;
	readonly who: string | null;
	readonly detail: Record<string, unknown>;
};

type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';

/** A status as a tag. */
export const tags = {
	draft: { text: 'Draft', tone: 'draft' },
	submitted: { text: 'Submitted', tone: 'progress' },
	checking: { text: 'Being checked', tone: 'progress' },
	changes_requested: { text: 'Changes asked for', tone: 'waiting' },
	approved: { text: 'Approved', tone: 'good' },
	released: { text: 'Released', tone: 'good' },
	rejected: { text: 'Rejected', tone: 'bad' },
	withdrawn: { text: 'Withdrawn', tone: 'closed' },
	revoked: { text: 'Revoked', tone: 'bad' }
} as const satisfies Record<Status, { text: string; tone: Tone }>;

export const verdictTags = {
	pass: { text: 'Passes the rules', tone: 'good' },
	review: { text: 'Needs a look', tone: 'waiting' },
	fail: { text: 'Fails the rules', tone: 'bad' }
} as const satisfies Record<'pass' | 'review' | 'fail', { text: string; tone: Tone }>;

/** Who has the ball; null when nobody does. */
export function ball({
	status,
	escalatedAt
}: Pick<Request, 'status' | 'escalatedAt'>): string | null {
	if (status === 'draft' || status === 'changes_requested') return 'the researchers';
	if (!withCheckers(status)) return null;
	if (escalatedAt !== null) return 'the information governance lead';
	// the first vote moves it on
	return status === 'checking' ? 'another output checker' : 'two output checkers';
}

const happened: Readonly<Record<string, string>> = {
	'output.draft': 'Prepared',
	'output.control': 'Suppressed, rounded or restored a table',
	'output.submit': 'Sent to the checkers',
	'output.withdraw': 'Withdrawn',
	'output.comment': 'Wrote in the conversation',
	'output.claim': 'A checker took it up',
	'output.unclaim': 'A checker gave it back',
	'output.escalate': 'The information governance lead was asked',
	'output.advise': 'The information governance lead answered',
	'output.vote': 'A checker voted',
	'output.release': 'Approved by two checkers and released',
	'output.return': 'Changes asked for',
	'output.reject': 'Rejected',
	'output.sign': 'Release signed',
	'output.compare': 'Compared with earlier releases',
	'regular.run': 'Computed again on schedule',
	'regular.release': 'Released under a standing approval',
	'output.revoke': 'Release revoked'
};

/** What a change to a draft did, where its entry says so. */
function draftStep(action: string, { added, removed }: Entry['detail']): string | null {
	if (action !== 'output.draft') return null;
	if (typeof added === 'string') return `Added ${added}`;
	return typeof removed === 'string' ? `Removed ${removed}` : null;
}

/** A timeline entry in words. */
export const told = ({ at, action, who, detail }: Entry) => ({
	at: at.toString(),
	what: draftStep(action, detail) ?? happened[action] ?? action,
	who: who ?? 'The service',
	note: typeof detail['reason'] === 'string' ? detail['reason'] : null
});
