/** For whom, and until when, a project's key may be used. */
export type Granted = { readonly id: string };

export type KeyUse = {
	readonly grant: string;
	readonly person: string;
	readonly project: string;
	readonly snapshot: string;
	/** Domains of the key and how many values each was used on. */
	readonly domains: readonly { readonly domain: string; readonly values: number }[];
	readonly rulesSha256: string;
	/** Tells one vault's help from another's; without it, of the vault that made the extract. */
	readonly helper?: string;
	readonly at: Temporal.Instant;
};

/**
 * The record of every right to a project's key and of every use, written by the vault in its own
 * database role. It never sees a key.
 */
export type KeyLedger = {
	/**
	 * Grants the use of a project's key for an extract until the project ends, or finds the grant that
	 * is there. @throws Problem 403 | 409 when the project has ended or its key is gone.
	 */
	grant(ask: {
		readonly person: string;
		readonly project: string;
		readonly version: number;
		readonly fingerprint: string;
		readonly at: Temporal.Instant;
	}): Promise<Granted>;
	/** Records a use; told twice it stands once. */
	used(use: KeyUse): Promise<void>;
	/** Snapshots that a project's key was used for. */
	snapshotsOf(person: string, project: string): Promise<readonly string[]>;
	/** Records that the key is gone; told twice the first time stands. Answers when that was. */
	ended(
		person: string,
		project: string,
		fingerprint: string,
		at: Temporal.Instant
	): Promise<Temporal.Instant>;
};
