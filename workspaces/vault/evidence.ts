import type { Policy } from '#domain/disclosure/policy.ts';
import type { Json } from '#platform/canonical.ts';

/** A request for evidence, once the vault has made sure that this person may ask for it. */
export type EvidenceRequest = {
	readonly person: string;
	readonly project: string;
	/** Folder of the project's snapshot. */
	readonly snapshot: string;
	/** pid → number of each of its people, for checks across releases. */
	readonly sidecar: string | null;
	/** What the project is held to, as the vault itself read it. */
	readonly policy: Policy;
	/** What the caller sent beside person and project: a query's tree or a table specification. */
	readonly body: Readonly<Record<string, unknown>>;
};

/** Works out what stands behind each cell of a table, from the snapshot itself. */
export type WorkOutEvidence = (request: EvidenceRequest) => Promise<Json>;
