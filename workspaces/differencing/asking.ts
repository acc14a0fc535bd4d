import type { Verdict } from '#platform/problems.ts';
import type { Difference } from '#domain/disclosure/differencing/difference.ts';

export type Ask = {
	readonly person: string;
	readonly request: string;
	/** With the request's own tables alone; nothing is stored and nothing of others is told. */
	readonly within: boolean;
};

/** A file of a request or a release, as the database has it. */
export type AskedFile = {
	readonly id: string;
	readonly name: string;
	readonly sha256: string;
	readonly supporting: boolean;
	/** Null: not computed by us. */
	readonly specification: unknown;
	readonly control: string;
	readonly answer: unknown;
};

export type AskedRequest = {
	readonly verdict: Verdict;
	readonly snapshot: string | null;
	/** The service's, and those of the controllers whose data the project uses. */
	readonly policies: readonly unknown[];
	readonly files: readonly AskedFile[];
};

export type Release = {
	readonly id: string;
	readonly request: string;
	readonly position: bigint;
	readonly files: readonly { readonly id: string; readonly sha256: string }[];
	/** The snapshot that the request was compared on; null when it never was. */
	readonly snapshot: string | null;
	/** Ids of the files whose people were known then. */
	readonly compared: readonly string[];
	/** What it counts is in the database. */
	readonly described: boolean;
};

export type Outcome = {
	readonly request: string;
	readonly person: string;
	readonly snapshot: string;
	readonly files: readonly {
		readonly id: string;
		readonly name: string;
		readonly sha256: string;
		readonly compared: boolean;
		readonly because: string;
	}[];
	readonly through: bigint;
	readonly differences: readonly Difference[];
	readonly at: Temporal.Instant;
};

export type Described = {
	readonly file: string;
	readonly name: string;
	readonly snapshot: string;
	readonly specification: unknown;
	readonly measure: string;
	readonly control: string;
	readonly cells: readonly {
		readonly labels: readonly string[];
		readonly statistic: string;
		readonly value: string | null;
	}[];
};

/** What comparing needs of the database, as the vault's role. */
export type Ledger = {
	/** A request and whether this person may have it compared now. */
	asked(ask: Ask, at: Temporal.Instant): Promise<AskedRequest>;
	/** Every release there is, the first one first. */
	releases(): Promise<readonly Release[]>;
	filesOf(request: string): Promise<readonly AskedFile[]>;
	/** Those of these requests that are over without a release, or were never there. */
	over(requests: readonly string[]): Promise<readonly string[]>;
	/** Says what a release counts. Safe to repeat. */
	describe(release: string, tables: readonly Described[], at: Temporal.Instant): Promise<void>;
	/** Notes which releases are lost; those that are not named are found again. */
	lost(
		all: readonly { readonly release: string; readonly because: string }[],
		at: Temporal.Instant
	): Promise<void>;
	/** Stores what a comparison found; gives nothing back that its asker may not know. */
	keep(outcome: Outcome): Promise<void>;
};
