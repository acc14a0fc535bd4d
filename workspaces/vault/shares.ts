import type { Share } from '#workspaces/deidentify/share.ts';

/** An extract that some vault has begun and that others may help with. */
export type Begun = {
	readonly snapshot: string;
	readonly project: string;
	/** In whose name the work is done. */
	readonly person: string;
};

/** How vaults on several machines, which share a database and a staging folder, share extracts. */
export type Shares = {
	/** Says that this vault is here, and how many others were lately. */
	present(): Promise<number>;
	/** This vault's part in an extract: as the one that was asked, or as a helper. */
	of(begun: Begun, helps: boolean): Share;
	/** Extracts with parts that somebody may still take. */
	open(): Promise<readonly Begun[]>;
	/** Nothing of an extract is to be done any more; its staging folder goes. */
	end(snapshot: string): Promise<void>;
};
