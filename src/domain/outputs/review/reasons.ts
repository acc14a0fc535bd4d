/**
 * Why a file does not leave as it is. `share`: how often it is the cause elsewhere, in percent, as
 * published for output checking services (disclosure.md §8); null where nothing is published.
 */
export const reasons = {
	rounding: {
		name: 'Counts not rounded or suppressed',
		remedy: 'Suppress or round the table here: we compute it from the data and hide what is small.',
		share: 30
	},
	context: {
		name: 'Too little context',
		remedy:
			'Say for each file what it shows, of which people, which statistic, and how it was made safe.',
		share: 25
	},
	mask: {
		name: 'A mask that does not mask',
		remedy:
			'Hide a second cell in each row and column, or let us suppress it: hidden cells could be worked out.',
		share: 20
	},
	counts: {
		name: 'No underlying counts',
		remedy: 'Send the number of people behind each figure with it, as a supporting table.',
		share: 10
	},
	'file-type': {
		name: 'A file type that cannot be checked',
		remedy: 'Send a table as CSV and a plot with the table it was drawn from.',
		share: 10
	},
	small: {
		name: 'Small groups',
		remedy: 'Join categories, bands or years until each group has enough people.',
		share: null
	},
	difference: {
		name: 'Can be compared with an earlier release',
		remedy: 'Use the same groups and dates as before, or round the table.',
		share: null
	},
	people: {
		name: 'Shows single people',
		remedy: 'Leave out rows, points and lines that stand for one person; send totals.',
		share: null
	},
	scope: {
		name: 'Outside the approved purpose or population',
		remedy: 'Keep to what was approved, or ask for an amendment of the application first.',
		share: null
	},
	other: { name: 'Another reason', remedy: 'Read what the checkers wrote.', share: null }
} as const;

export type ReasonCode = keyof typeof reasons;
export const reasonCodes = Object.keys(reasons) as ReasonCode[];

/** How often a reason was given, and of how many files that came back. */
export type ReasonTotal = { readonly reason: string; readonly files: number; readonly of: number };

export type ReasonShare = {
	readonly code: ReasonCode;
	readonly name: string;
	readonly remedy: string;
	/** Percent of the files that came back. */
	readonly share: number;
};

/**
 * The commonest reasons first, with what to do. From our own checks once `enough` files came back,
 * because shares of a few say more about their authors than about the cause; before, as published.
 */
export function commonest(
	totals: readonly ReasonTotal[],
	enough: number
): { readonly ours: boolean; readonly files: number; readonly reasons: readonly ReasonShare[] } {
	const files = Math.max(0, ...totals.map(({ of }) => of));
	const ours = files >= enough;
	const told = reasonCodes
		.map((code) => {
			const { name, remedy, share } = reasons[code];
			const counted = totals.find(({ reason }) => reason === code)?.files ?? 0;
			return {
				code,
				name,
				remedy,
				share: ours ? Math.round((100 * counted) / files) : (share ?? 0)
			};
		})
		.filter(({ share }) => share > 0)
		.sort((a, b) => b.share - a.share);
	return { ours, files, reasons: told };
}
