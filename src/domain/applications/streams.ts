import type { Role } from '#domain/people/roles.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import { at, type Answers } from './answers.ts';

/** Side by side inside the review: none waits for another but the last two. */
export const streamKinds = [
	'technical',
	'privacy',
	'commercial',
	'citizens',
	'committee',
	'controllers'
] as const;
export type StreamKind = (typeof streamKinds)[number];

export const streamNames = {
	technical: 'Technical review',
	privacy: 'Privacy review',
	commercial: 'Commercial review',
	citizens: 'Citizens’ Advisory Group',
	committee: 'Data Access Committee',
	controllers: 'Data controllers'
} as const satisfies Record<StreamKind, string>;

/** The streams that one person records an opinion for, and whose it is to give. */
export const recorders = {
	technical: ['technical-reviewer'],
	privacy: ['privacy-officer', 'caldicott-guardian'],
	commercial: ['commercial-manager'],
	// the access manager keeps the group's minutes where no secretary is appointed
	citizens: ['citizens-secretary', 'access-manager']
} as const satisfies Partial<Record<StreamKind, readonly Role[]>>;
export type OpinionKind = keyof typeof recorders;
export const opinionKinds = Object.keys(recorders) as OpinionKind[];

export const verdicts = {
	support: 'Support',
	support_with_conditions: 'Support with conditions',
	not_support: 'Do not support',
	cannot_tell: 'Cannot tell from what is written'
} as const;
export type Opinion = keyof typeof verdicts;

export type Stream = {
	readonly kind: StreamKind;
	readonly mandatory: boolean;
	readonly status: 'not_needed' | 'open' | 'done' | 'overdue';
	readonly verdict: Opinion | null;
	readonly note: string;
	readonly doneBy: string | null;
	readonly doneAt: Temporal.Instant | null;
	readonly dueOn: Temporal.PlainDate | null;
	/** Who gave the opinions that an appeal is against. */
	readonly reviewedBefore: readonly string[];
};

/**
 * Whether a study asks more of the public's trust than the standard route: it relies on section 251
 * support instead of consent, or wants to take trained models out.
 */
export const sensitive = (answers: Answers): boolean =>
	at(answers, 'safe-data', 'confidentiality') === 'section-251' ||
	at(answers, 'safe-outputs', 'models') === 'export';

/** Which streams must be done, from tier and sensitivity (domain.md). */
export function mandatory(tier: Tier, answers: Answers): readonly StreamKind[] {
	const industry = tier === 'sme' || tier === 'commercial';
	return streamKinds.filter(
		(kind) => (kind !== 'commercial' || industry) && (kind !== 'citizens' || sensitive(answers))
	);
}

/** Mandatory streams that must be done before a vote can be closed, and are not. */
export const unfinished = (streams: readonly Stream[]): StreamKind[] =>
	streams
		.filter(
			({ kind, mandatory: needed, status }) =>
				needed && status !== 'done' && kind !== 'committee' && kind !== 'controllers'
		)
		.map(({ kind }) => kind);
