import { Problem } from '#platform/problems.ts';

export const statuses = [
	'drafting',
	'offered',
	'negotiating',
	'agreed',
	'signed_by_partner',
	'executed',
	'amended',
	'expired',
	'terminated'
] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	drafting: 'being drafted',
	offered: 'offered',
	negotiating: 'being negotiated',
	agreed: 'agreed',
	signed_by_partner: 'signed by the partner',
	executed: 'signed by both parties',
	amended: 'replaced by a later version',
	expired: 'expired',
	terminated: 'terminated'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/**
 * Every way a version of an agreement can change status (domain.md). An offered text never changes:
 * `agreement.amend` sets this version aside for a new one and voids the signatures it carried.
 */
export const moves = {
	'agreement.offer': { from: ['drafting', 'negotiating'], to: 'offered' },
	'agreement.propose': { from: ['offered', 'negotiating'], to: 'negotiating' },
	'agreement.accept': { from: ['offered'], to: 'agreed' },
	'agreement.sign-partner': { from: ['agreed'], to: 'signed_by_partner' },
	'agreement.sign-service': { from: ['signed_by_partner'], to: 'executed' },
	'agreement.amend': {
		from: ['offered', 'negotiating', 'agreed', 'signed_by_partner', 'executed'],
		to: 'amended'
	},
	'agreement.expire': {
		from: ['drafting', 'offered', 'negotiating', 'agreed', 'signed_by_partner', 'executed'],
		to: 'expired'
	},
	'agreement.terminate': { from: ['executed'], to: 'terminated' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `This agreement is ${statusNames[status]}.`);
	return move.to;
}

/** As it is quoted in letters and on invoices: AG-00042, version 2 → "AG-00042/2". */
export const agreementReference = (number: bigint, version: number): string =>
	`AG-${String(number).padStart(5, '0')}/${String(version)}`;

/**
 * What stands behind one signature (domain.md, Contract and IP). `sha256` is the hash of the text
 * the person saw when signing; `level` is how they were signed in, such as "second factor".
 */
export type Signature = {
	readonly party: 'partner' | 'service';
	readonly typedName: string;
	readonly authority: string;
	readonly sha256: string;
	readonly level: string;
	readonly address: string;
	readonly userAgent: string;
	readonly at: Temporal.Instant;
};

/** Whether both parties signed these very bytes. */
export const bindsBoth = (sha256: string, signatures: readonly Signature[]): boolean =>
	(['partner', 'service'] as const).every((party) =>
		signatures.some((each) => each.party === party && each.sha256 === sha256)
	);
