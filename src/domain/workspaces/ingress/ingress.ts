import { nextOf } from '../moving.ts';

/** Where a file that was sent into a workspace stands. `accepted`: sessions see it in `/shared`. */
export const statuses = ['waiting', 'accepted', 'refused', 'withdrawn', 'removed'] as const;
export type Status = (typeof statuses)[number];

export const moves = {
	'ingress.accept': { from: ['waiting'], to: 'accepted' },
	'ingress.refuse': { from: ['waiting'], to: 'refused' },
	'ingress.withdraw': { from: ['waiting'], to: 'withdrawn' },
	'ingress.remove': { from: ['accepted'], to: 'removed' }
} as const satisfies Record<string, { from: readonly Status[]; to: Status }>;

export type MoveName = keyof typeof moves;

/** The status after a move. @throws Problem 409 when the move is not open from this status. */
export const moved = (status: Status, move: MoveName): Status =>
	nextOf(moves[move], status, `This file is ${statusNames[status].toLowerCase()} already.`);

export const statusNames = {
	waiting: 'Waiting for a reviewer',
	accepted: 'In the shared folder',
	refused: 'Refused',
	withdrawn: 'Withdrawn',
	removed: 'Removed'
} as const satisfies Record<Status, string>;

/**
 * What may come in: text that a reviewer can read, tables, and pictures that the scan encoded again.
 * Documents, archives, models and programs may not: nobody can see what they hold.
 */
export const kindNames = {
	table: 'Table',
	code: 'Code',
	log: 'Log',
	text: 'Text',
	notebook: 'Notebook',
	image: 'Image',
	drawing: 'Drawing'
} as const;
export type Kind = keyof typeof kindNames;

export const isKind = (kind: string): kind is Kind => Object.hasOwn(kindNames, kind);

/** The largest file that may be sent, in bytes: the largest that the scan reads. */
export const largestFile = 10_000_000;
export const largestInWords = '10 MB';

/** Letters, digits, dots, hyphens and underscores: what the file is called in `/shared`. */
export const plainName = (name: string): string => {
	const plain = name
		.normalize('NFKD')
		.replaceAll(/[^A-Za-z0-9._-]+/g, '-')
		.replace(/^[^A-Za-z0-9]+/, '');
	if (plain.length <= 100) return plain === '' ? 'file' : plain;
	const ending = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? '';
	return plain.slice(0, 100 - ending.length) + ending;
};
