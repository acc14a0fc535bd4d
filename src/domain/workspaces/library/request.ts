import { nextOf } from '../moving.ts';

/** Where a request for a package stands. `agreed`: it comes with the next release of the installation. */
export const statuses = ['waiting', 'agreed', 'declined', 'withdrawn'] as const;
export type Status = (typeof statuses)[number];

export const moves = {
	'library.agree': { from: ['waiting'], to: 'agreed' },
	'library.decline': { from: ['waiting'], to: 'declined' },
	'library.withdraw': { from: ['waiting'], to: 'withdrawn' }
} as const satisfies Record<string, { from: readonly Status[]; to: Status }>;
export type MoveName = keyof typeof moves;

export const statusNames = {
	waiting: 'Waiting for an answer',
	agreed: 'Agreed',
	declined: 'Declined',
	withdrawn: 'Withdrawn'
} as const satisfies Record<Status, string>;

/** The status after a move. @throws Problem 409 when the move is not open from this status. */
export const moved = (status: Status, move: MoveName): Status =>
	nextOf(moves[move], status, `This request is ${statusNames[status].toLowerCase()} already.`);

export const languages = { r: 'R', python: 'Python' } as const;
export type Language = keyof typeof languages;
