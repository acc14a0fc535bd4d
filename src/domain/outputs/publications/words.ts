import type { Outcome } from './compare.ts';

const happened: Readonly<Record<string, string>> = {
	'publication.draft': 'Begun',
	'publication.submit': 'Sent for review',
	'publication.approve': 'Approved for publication',
	'publication.return': 'Sent back',
	'publication.withdraw': 'Withdrawn'
};

type Entry = {
	readonly at: Temporal.Instant;
	readonly action: string;
	readonly who: string | null;
	readonly detail: Record<string, unknown>;
};

/** A timeline entry in words: a draft's changes name the file that came or went. */
export function told({ at, action, who, detail }: Entry) {
	const { reason, file, removed } = detail;
	const what =
		typeof file === 'string'
			? `Added ${file}`
			: removed === undefined
				? (happened[action] ?? action)
				: 'Removed a table';
	return {
		at: at.toString(),
		what,
		who: who ?? 'The service',
		note: typeof reason === 'string' && reason !== '' ? reason : null
	};
}

const parts: readonly (readonly [Outcome, (count: number) => string])[] = [
	['matched', (n) => `${figures(n)} as released`],
	['rounded', (n) => `${figures(n)} rounded from a release`],
	['differs', (n) => `${figures(n)} not what was released`],
	['hidden', (n) => `${figures(n)} released hidden`],
	['not-found', (n) => `${figures(n)} in no release`]
];
const figures = (count: number): string =>
	count === 1 ? '1 figure is' : `${count.toLocaleString('en-GB')} figures are`;

/** How a manuscript's figures came out, in a sentence; `wrong`: how many a reviewer must look at. */
export function summary(counts: Readonly<Record<Outcome, number>>) {
	const said = parts.flatMap(([outcome, words]) =>
		counts[outcome] === 0 ? [] : [words(counts[outcome])]
	);
	const list =
		said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1) ?? ''}` : said[0];
	return {
		words: list === undefined ? 'There is no figure in these tables.' : `${list}.`,
		wrong: counts.differs + counts.hidden + counts['not-found']
	};
}
