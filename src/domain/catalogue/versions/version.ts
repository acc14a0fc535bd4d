import { Problem } from '#platform/problems.ts';

export const statuses = [
	'reading',
	'unreadable',
	'draft',
	'proposed',
	'published',
	'retired',
	'discarded'
] as const;
export type Status = (typeof statuses)[number];

type Move = { readonly from: readonly Status[]; readonly to: Status };

/** Every move of a dataset's version that a person makes. The vault reads; publishing retires. */
export const moves = {
	'dataset.reread': { from: ['unreadable'], to: 'reading' },
	'dataset.propose': { from: ['draft'], to: 'proposed' },
	'dataset.return': { from: ['proposed'], to: 'draft' },
	'dataset.publish': { from: ['proposed'], to: 'published' },
	'dataset.discard': { from: ['reading', 'unreadable', 'draft'], to: 'discarded' }
} as const satisfies Record<string, Move>;
export type MoveName = keyof typeof moves;

export const statusNames = {
	reading: { text: 'Being read', tone: 'progress' },
	unreadable: { text: 'Cannot be read', tone: 'bad' },
	draft: { text: 'To be confirmed', tone: 'waiting' },
	proposed: { text: 'To be published', tone: 'waiting' },
	published: { text: 'Published', tone: 'good' },
	retired: { text: 'Retired', tone: 'closed' },
	discarded: { text: 'Put aside', tone: 'closed' }
} as const satisfies Record<
	Status,
	{ text: string; tone: 'progress' | 'bad' | 'waiting' | 'good' | 'closed' }
>;

/** The status after a move. @throws Problem 409 when it does not start there. */
export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(
			409,
			`This version is ${statusNames[status].text.toLowerCase()} by now; load the page again.`
		);
	return move.to;
}

export const sensitivities = ['standard', 'sensitive'] as const;
export type Sensitivity = (typeof sensitivities)[number];

export type Quality = {
	readonly completeness: number | null;
	readonly plausibility: number | null;
	readonly timeliness: number | null;
};

/** A column of a version: what was found, what is proposed and why, and what a person confirmed. */
export type VersionColumn = {
	readonly table: string;
	readonly name: string;
	readonly type: string;
	readonly proposed: string | null;
	readonly reason: string;
	readonly certain: boolean;
	readonly class: string | null;
	readonly completeness: number | null;
	readonly confirmedBy: string | null;
	readonly confirmedByName: string | null;
};

export type VersionTable = {
	readonly name: string;
	readonly rows: bigint;
	readonly quality: Partial<Quality>;
};

export type Version = {
	readonly id: string;
	readonly code: string;
	readonly version: string;
	readonly name: string;
	readonly description: string;
	readonly product: string;
	readonly sensitivity: Sensitivity;
	readonly asOf: Temporal.PlainDate;
	readonly refreshMonths: number | null;
	/** Null for what came with the installation. */
	readonly delivery: string | null;
	readonly status: Status;
	readonly statusSince: Temporal.Instant;
	readonly problem: string;
	readonly controllers: readonly { readonly kind: string; readonly count: number }[];
	readonly registeredBy: string | null;
	readonly registeredByName: string | null;
	readonly proposedBy: string | null;
	readonly publishedByName: string | null;
	readonly publishedAt: Temporal.Instant | null;
};

/** What may be confirmed together: what the rules leave no doubt about, and never a direct identifier. */
export const isInBulk = ({
	certain,
	proposed,
	class: group,
	confirmedBy
}: VersionColumn): boolean =>
	confirmedBy === null && certain && proposed !== null && group === proposed && proposed !== 'C01';

export const isConfirmed = ({ confirmedBy }: VersionColumn): boolean => confirmedBy !== null;
