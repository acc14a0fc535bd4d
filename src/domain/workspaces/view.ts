import { provisioningSteps } from '#domain/projects/provisioning.ts';
import type { Run } from './runs/store.server.ts';
import type { Step } from './store.server.ts';

type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';

/** As a tag on a page. */
export const stages = {
	provisioning: { text: 'Being provisioned', tone: 'progress' },
	gate: { text: 'At the gate', tone: 'waiting' },
	open: { text: 'Open', tone: 'good' },
	read_only: { text: 'Read only', tone: 'waiting' },
	suspended: { text: 'Suspended', tone: 'bad' },
	withdrawn: { text: 'Data withdrawn', tone: 'bad' },
	archived: { text: 'Archived', tone: 'closed' },
	destroyed: { text: 'Destroyed', tone: 'closed' }
} as const satisfies Record<string, { text: string; tone: Tone }>;

const states = {
	waiting: 'waiting',
	running: 'current',
	done: 'done',
	failed: 'failed'
} as const satisfies Record<Step['status'], string>;

/** A step for whoever may see it; why one failed is for those who can mend it. */
export const stepView = (step: Step, reasons: boolean) => ({
	label:
		provisioningSteps.find(({ name }) => name === step.name)?.sentence ??
		step.name.replaceAll('-', ' '),
	state: states[step.status],
	note:
		step.status === 'failed'
			? reasons
				? step.detail
				: 'This step stopped. A data manager is told and makes it again.'
			: step.attempts > 1
				? `Begun ${String(step.attempts)} times.`
				: null,
	at: (step.finishedAt ?? step.startedAt)?.toString() ?? null
});

/** How long a run can take at most, its place in the queue included: later it has lost its answer. */
const longest = Temporal.Duration.from({ minutes: 6 });

/** A line of the history. A run whose portal went away while it ran never learns its end. */
export function runView(run: Run, now: Temporal.Instant) {
	const lost = run.status === 'running' && Temporal.Instant.compare(run.at.add(longest), now) < 0;
	return {
		id: run.id,
		first: run.sql.replaceAll(/\s+/g, ' ').slice(0, 120),
		status: lost ? ('failed' as const) : run.status,
		error: lost ? 'The portal was restarted while this ran. Run it again.' : run.error,
		rows: run.rowCount === null ? null : Number(run.rowCount),
		ms: run.ms,
		at: run.at.toString()
	};
}

/** Days until a project ends, the last one included; 0 when it has. */
export const daysLeft = (today: Temporal.PlainDate, endsOn: Temporal.PlainDate): number =>
	Math.max(0, today.until(endsOn).days + 1);
