import { refused, allowed, type Verdict } from '#platform/problems.ts';
import type { RowPolicy } from './session/potential.ts';
import type { SharedFile } from './shared.ts';
import type { Size } from './session/sizes.ts';

/** Where one person stands towards one workspace, read afresh at every request. */
export type Standing = {
	readonly projectId: string;
	readonly projectStatus: string;
	readonly startsOn: Temporal.PlainDate;
	readonly endsOn: Temporal.PlainDate;
	readonly workspaceStatus: string;
	readonly snapshotId: string | null;
	/** A member of the project today. Staff see a workspace exists, and run nothing in it. */
	readonly member: boolean;
	readonly termsAccepted: boolean;
	/** People, of two roles, who opened the gate for this very snapshot. */
	readonly openers: number;
	/** Why the gate keeps these data from being mounted today: revoked, or a waiver ended. Null: nothing. */
	readonly hindered: string | null;
	/** Snapshots of this workspace that were withdrawn: nothing goes on that sees one of them. */
	readonly withdrawn: readonly string[];
	readonly size: Size;
	/** What opens live places of this workspace. */
	readonly driver: 'host' | 'jupyterhub';
	/** Why nothing more may be run this month: the cap on what it uses is reached. Null: it is not. */
	readonly capped: string | null;
	/** Rows of people that one answer shows: none, 20 or 200. */
	readonly rowsShown: RowPolicy;
	/** Files of the project's shared folder. */
	readonly shared?: readonly SharedFile[];
};

export type Spending = {
	readonly person: string;
	readonly projectId: string;
	readonly workspace: string;
	readonly day: Temporal.PlainDate;
	readonly at: Temporal.Instant;
	readonly rows: number;
	readonly budget: number;
	/** Pseudonyms of people among the rows; the other rows count as a person each. */
	readonly seen: readonly string[];
};

/** `tooMany`: different people seen in the project so far, when that is why the rows do not fit. */
export type Spent = {
	readonly fits: boolean;
	readonly shownToday: number;
	readonly tooMany: number | null;
};

/** The host's own view of who may do what; it never takes the portal's word. */
export type Access = {
	/** Null when this person can see no such workspace. */
	readonly standing: (person: string, workspace: string) => Promise<Standing | null>;
	/** Books rows of people against the day's budget and logs it; says whether they fit, and how many were shown. */
	readonly spend: (entry: Spending) => Promise<Spent>;
};

/** Whether a run may start, and whether its answer may still be handed over (settled.md 1). */
export function mayRun(standing: Standing, today: Temporal.PlainDate): Verdict {
	if (!standing.member) return refused('You are not a member of this project.');
	if (!standing.termsAccepted)
		return refused('Accept the terms of use of this workspace before running anything.');
	if (standing.projectStatus !== 'active')
		return refused(
			`This project is ${standing.projectStatus.replaceAll('_', ' ')}, so nothing can be run in it.`
		);
	if (Temporal.PlainDate.compare(today, standing.startsOn) < 0)
		return refused(`This project starts on ${standing.startsOn.toLocaleString('en-GB')}.`);
	if (Temporal.PlainDate.compare(today, standing.endsOn) > 0)
		return refused(`This project ended on ${standing.endsOn.toLocaleString('en-GB')}.`);
	if (standing.workspaceStatus !== 'open' || standing.snapshotId === null)
		return refused('This workspace is not open yet.');
	if (standing.openers < 2)
		return refused(
			'The data of this workspace have not been passed by a data manager and a privacy officer.'
		);
	if (standing.hindered !== null) return refused(standing.hindered);
	return allowed;
}
