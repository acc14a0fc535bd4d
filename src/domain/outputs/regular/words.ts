import type { RunStatus, Status } from './regular.ts';

type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';
type Tag = { readonly text: string; readonly tone: Tone };

/** A status as a tag. */
export const tags = {
	proposed: { text: 'Waits for two checkers', tone: 'waiting' },
	in_force: { text: 'In force', tone: 'good' },
	declined: { text: 'Declined', tone: 'bad' },
	stopped: { text: 'Stopped', tone: 'closed' },
	ended: { text: 'Ended', tone: 'closed' }
} as const satisfies Record<Status, Tag>;

/** What became of a run. */
export const runTags = {
	running: { text: 'Running', tone: 'progress' },
	released: { text: 'Released', tone: 'good' },
	desk: { text: 'With the checkers', tone: 'waiting' },
	no_new_data: { text: 'No new data', tone: 'closed' },
	failed: { text: 'No table', tone: 'bad' }
} as const satisfies Record<RunStatus, Tag>;

const happened: Readonly<Record<string, string>> = {
	'regular.propose': 'Proposed',
	'regular.vote': 'A checker voted',
	'regular.approve': 'Approved by two checkers: the standing approval is in force',
	'regular.decline': 'Declined',
	'regular.stop': 'Stopped',
	'regular.end': 'Ended at its end date',
	'regular.retry': 'Tried again',
	'regular.run': 'A run'
};

/** A run's period as people read it: "January" is left to the page; a snapshot is a refresh. */
export const periodInWords = (period: string): string =>
	period.startsWith('s') && period.length > 20 ? 'A refresh of the data' : period;

type Entry = {
	readonly at: Temporal.Instant;
	readonly action: string;
	readonly who: string | null;
	readonly detail: Record<string, unknown>;
};

/** A timeline entry in words. */
export const told = ({ at, action, who, detail }: Entry) => ({
	at: at.toString(),
	what:
		action === 'regular.run'
			? `A run: ${(runTags[detail['to'] as RunStatus] as Tag | undefined)?.text.toLowerCase() ?? 'begun'}`
			: (happened[action] ?? action),
	who: who ?? 'The service',
	note: typeof detail['reason'] === 'string' ? detail['reason'] : null
});
