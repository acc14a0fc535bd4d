/** One thing that is under way, with what is needed to say who has the ball. */
export type Thing = {
	readonly kind:
		| 'application'
		| 'agreement'
		| 'project'
		| 'workspace'
		/** New data for a workspace; the id is the workspace's. */
		| 'refresh'
		/** A workspace that somebody must decide on after it opened. */
		| 'life'
		/** Files that wait to come into a workspace, or packages asked for there; the id is the workspace's. */
		| 'ingress'
		| 'library'
		| 'output'
		| 'regular'
		| 'publication';
	readonly id: string;
	/** As people call it: "Application 1004: Depression in London". */
	readonly name: string;
	readonly status: string;
	readonly since: Temporal.Instant;
	readonly organisationId: string;
	/** Whether the reader is its lead, or a member of its project. */
	readonly mine: boolean;
	/**
	 * Facts that differ by kind: review streams still open; whether the reader has voted or approved;
	 * whether a purchase order or the terms are still missing.
	 */
	readonly open: readonly string[];
	readonly done: boolean;
};
