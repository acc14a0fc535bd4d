/**
 * Which requests: those with the checkers, oldest first, and of these those that the reader took up,
 * that nobody did, or that are late; or all, the latest first.
 */
export const shows = ['open', 'mine', 'unclaimed', 'late', 'all'] as const;
export type Show = (typeof shows)[number];

export const showNames = {
	open: 'With the checkers',
	mine: 'Taken up by me',
	unclaimed: 'Taken up by nobody',
	late: 'Late',
	all: 'All'
} as const satisfies Record<Show, string>;
