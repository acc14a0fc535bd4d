export const tieKinds = ['manages', 'managed-by', 'co-author'] as const;
export type TieKind = (typeof tieKinds)[number];

/** As the person who declares it reads it. */
export const tieNames = {
	manages: 'I manage them',
	'managed-by': 'They manage me',
	'co-author': 'We write together'
} as const satisfies Record<TieKind, string>;

/** A tie between two people, as one of them said; `until` is its last day, null while it goes on. */
export type Tie = {
	readonly id: string;
	readonly other: string;
	readonly kind: TieKind;
	readonly until: Temporal.PlainDate | null;
};
