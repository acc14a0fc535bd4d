import type { Status } from './agreement.ts';

type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';

/** As a tag on a page. */
export const stages = {
	drafting: { text: 'Draft', tone: 'draft' },
	offered: { text: 'Offered', tone: 'waiting' },
	negotiating: { text: 'Being negotiated', tone: 'progress' },
	agreed: { text: 'Agreed, to be signed', tone: 'waiting' },
	signed_by_partner: { text: 'Signed by the partner', tone: 'progress' },
	executed: { text: 'Signed by both', tone: 'good' },
	amended: { text: 'Replaced', tone: 'closed' },
	expired: { text: 'Expired', tone: 'closed' },
	terminated: { text: 'Ended', tone: 'closed' }
} as const satisfies Record<Status, { text: string; tone: Tone }>;

/** What a timeline says of an agreement's events. */
export const happenings: Readonly<Record<string, string>> = {
	'agreement.draft': 'Written',
	'agreement.offer': 'Offered',
	'agreement.accept': 'All terms accepted',
	'agreement.sign-partner': 'Signed for the partner',
	'agreement.sign-service': 'Signed for the service',
	'agreement.expire': 'Expired: not signed by both parties in time'
};

/**
 * Who has the ball, in words that follow "Waiting for"; null when nobody has. `partner` is null
 * when it is the reader's own turn.
 */
export function ball(status: Status, partner: string | null, approved: boolean): string | null {
	const who = (other: string) => (partner === null ? 'you' : other);
	const signatory = who(`a signatory of ${partner ?? ''}`);
	switch (status) {
		case 'drafting':
			return `${who('the commercial manager')} to offer it`;
		case 'offered':
			return `${signatory} to accept it`;
		case 'negotiating':
			return 'both sides to settle the open clauses';
		case 'agreed':
			return `${signatory} to sign it`;
		case 'signed_by_partner':
			return approved
				? `${who('the commercial director')} to sign it`
				: 'the approval of the study';
		default:
			return null;
	}
}
