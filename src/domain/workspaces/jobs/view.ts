import { jobs, type JobName } from '#platform/jobs.ts';
import type { Failed } from './store.server.ts';

/** Where the thing that a job works on has its page, by the payload's key. */
const places: Readonly<Record<string, (id: string) => string>> = {
	workspace: (id) => `/workspaces/${id}/provisioning`,
	project: (id) => `/projects/${id}`,
	application: (id) => `/applications/${id}`,
	agreement: (id) => `/agreements/${id}`,
	invoice: (id) => `/invoices/${id}`,
	output: (id) => `/outputs/${id}`,
	version: (id) => `/admin/datasets/${id}`,
	regular: (id) => `/outputs/regular/${id}`
};

const names: Readonly<Record<JobName, string>> = {
	'workspace.provision': 'Make a workspace’s extract',
	'workspace.refresh': 'Make a workspace’s new data',
	'workspace.destroy': 'Destroy a workspace',
	'dataset.read': 'Read a delivery of data',
	'output.sign': 'Sign a release',
	'gate.sign': 'Sign what a gate has let through',
	'regular.run': 'Run a regular release',
	'clock.tick': 'Move on what is due'
};

export const isJob = (name: string): name is JobName => name in jobs;
export const jobName = (name: string): string => (isJob(name) ? names[name] : name);

/** First line only: what follows is a trace, for the log. */
const firstLine = (reason: string): string => {
	const line = reason.trim().split('\n')[0] ?? '';
	if (line === 'job heartbeat timeout') return 'The worker went away while it ran.';
	if (line === 'job timed out') return 'It took longer than it may.';
	return line === '' ? 'No reason was given.' : line.slice(0, 300);
};

export function failureView({ id, name, data, givenUp, reason, attempts, at, nextAt }: Failed) {
	const [key, subject] = Object.entries(data)[0] ?? [];
	const place = key === undefined ? undefined : places[key];
	return {
		id,
		name,
		title: jobName(name),
		subject: place && subject !== undefined ? { label: key ?? '', href: place(subject) } : null,
		givenUp,
		reason: firstLine(reason),
		attempts,
		at: at.toString(),
		nextAt: nextAt?.toString() ?? null
	};
}
