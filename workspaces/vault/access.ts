import type { Cohort, Purpose } from '#domain/catalogue/cohort.ts';
import type { Held } from '#workspaces/policies/store.server.ts';
import type { Choices } from '#domain/workspaces/rules/choices.ts';
import type { Verdict } from '#platform/problems.ts';
import type { Refreshing } from './refresh.store.server.ts';

/** What an approved application lets a project's extract hold. */
export type Approved = {
	readonly cohort: Cohort;
	readonly purpose: Purpose;
	/** Data set codes; every offered table of each, unless `tables` names some. */
	readonly datasets: readonly string[];
	/** "table.column"; none stands for all that may be released. Keys to join by come with them. */
	readonly columns: readonly string[];
	readonly tables: readonly {
		readonly name: string;
		readonly columns: readonly string[] | null;
		readonly from: string | null;
		readonly to: string | null;
	}[];
	readonly from: string | null;
	readonly to: string | null;
	/** Preset, date mode and the rest, as the application asks and a data manager has set. */
	readonly choices: Partial<Choices>;
	/** Who has it made: the right to the project's key is theirs. */
	readonly by: string;
	/** Controllers whose objection was upheld. */
	readonly withoutControllers: readonly string[];
	/** Limits that information governance set aside for this project. */
	readonly waivers: readonly {
		readonly limit: string;
		readonly reason: string;
		/** ISO day, the last one. */
		readonly until: string;
		readonly approver: string;
	}[];
	/** The day of the cut: the London day on which provisioning was asked for. */
	readonly at: string;
};

export type Extract = { readonly verdict: Verdict; readonly approved: Approved | null };

/**
 * The vault's own view of who may do what, asked of the database at every request: it never takes
 * the portal's word (settled.md 1).
 */
export type Access = {
	/** Whether this person may ask how many people match, on behalf of this organisation. */
	mayCount(person: string, organisation: string): Promise<Verdict>;
	/** What a project's extract may hold, and whether this person may have it made now. */
	extractOf(person: string, project: string): Promise<Extract>;
	/** What a refresh of a project's data may hold, and whether it may be made now. */
	refreshOf(person: string, refresh: string): Promise<Refreshing>;
	/** Whether this person may read the report of a snapshot: those who open gates, and the service. */
	mayReadReport(person: string, snapshot: string): Promise<Verdict>;
	/** Whether this person may have evidence worked out from a project's snapshot; which one it is. */
	snapshotOf(
		person: string,
		project: string
	): Promise<{ verdict: Verdict; snapshot: string | null }>;
	/** What a project is held to, as `policiesOf` of workspaces/policies says. */
	policiesOf(person: string, project: string, held: Held): Promise<readonly unknown[]>;
	/** Writes a sensitive read into the log. */
	note(entry: Note): Promise<void>;
};

export type Note = {
	readonly person: string;
	readonly subject: 'organisation' | 'project' | 'snapshot';
	readonly id: string;
	readonly what: string;
	readonly at: Temporal.Instant;
};
