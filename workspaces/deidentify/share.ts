import type { Detail } from './run.ts';

/** Stages of a shared extract; each begins when the one before is done. */
export const stages = { counted: 1, people: 2, tables: 3 } as const;
export type Stage = (typeof stages)[keyof typeof stages];

/** One part of an extract, for one vault at a time. */
export type Part = { readonly stage: Stage; readonly number: number };

/** How vaults that make one extract together agree on who does what (`workspaces/vault/shares…`). */
export type Share = {
	/** Says how many parts there are; whoever comes second finds them there. */
	begin(people: number, parts: readonly Part[]): Promise<void>;
	/** The next part to do, waiting while others work on what it needs; null when all is done. */
	next(): Promise<Part | null>;
	/** What was made of a part. The same work gives the same bytes, so a second answer is no harm. */
	done(part: Part, made: Detail): Promise<void>;
	/** That this vault could not do a part: its lease ends at once, and another may take it. */
	gaveUp(part: Part): Promise<void>;
	/** What all parts of a stage made, by number. */
	made(stage: Stage): Promise<readonly Detail[]>;
	/** Folder that all vaults see; its files are named by their SHA-256. */
	readonly staging: string;
	/** Whether this vault only helps another, which makes the snapshot of what all have made. */
	readonly helps: boolean;
};

/** People of one bucket at most: what is sorted at once, and what a lost vault costs to do again. */
const bucketPeople = 65_536;
/** So that several vaults have something to do even when people are few. */
const fewestBuckets = 12;

/** How many buckets people are divided into, by the order of their pseudonyms. */
export const bucketsOf = (people: number): number =>
	Math.min(people, Math.max(fewestBuckets, Math.ceil(people / bucketPeople)));

/** The places (from one, both ends in) of a bucket's people. */
export const bucketPlaces = (people: number, buckets: number, number: number) => ({
	from: Math.floor((people * number) / buckets) + 1,
	to: Math.floor((people * (number + 1)) / buckets)
});

/** All parts of an extract. */
export const partsOf = (people: number, tables: number): Part[] => [
	{ stage: stages.counted, number: 0 },
	...Array.from({ length: bucketsOf(people) }, (_, number) => ({ stage: stages.people, number })),
	...Array.from({ length: tables }, (_, number) => ({ stage: stages.tables, number }))
];
