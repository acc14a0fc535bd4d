/**
 * Every job there is. A payload carries ids only: whoever may send can read the queue, so nothing
 * else belongs there (settled.md 7). Each job is idempotent: sent twice or resumed, it ends the same.
 */
export const jobs = {
	/** Cuts, de-identifies and measures a project's extract, step by step. */
	'workspace.provision': {
		payload: ['workspace'],
		retryLimit: 3,
		retryDelay: 5,
		expireInSeconds: 3600,
		heartbeatSeconds: 20
	},
	/** Makes the next cut of an open workspace's data and compares it with the one in use. */
	'workspace.refresh': {
		payload: ['refresh'],
		retryLimit: 3,
		retryDelay: 5,
		expireInSeconds: 3600,
		heartbeatSeconds: 20
	},
	/** Has the vault destroy an archived workspace, as two people decided, and certify it. */
	'workspace.destroy': {
		payload: ['workspace'],
		retryLimit: 5,
		retryDelay: 30,
		expireInSeconds: 1800,
		heartbeatSeconds: 20
	},
	/** Has the vault read the delivery of a dataset’s new version. */
	'dataset.read': {
		payload: ['version'],
		retryLimit: 5,
		retryDelay: 10,
		expireInSeconds: 3600,
		heartbeatSeconds: 20
	},
	/** Has the vault sign a release, and tells its researchers. */
	'output.sign': {
		payload: ['output'],
		retryLimit: 5,
		retryDelay: 5,
		expireInSeconds: 300,
		heartbeatSeconds: 20
	},
	/** Has the vault sign the manifest of data that a gate has let through. */
	'gate.sign': {
		payload: ['gate'],
		retryLimit: 5,
		retryDelay: 5,
		expireInSeconds: 300,
		heartbeatSeconds: 20
	},
	/** Computes a regular release that is due; what passes leaves, the rest goes to the desk. */
	'regular.run': {
		payload: ['regular'],
		retryLimit: 3,
		retryDelay: 30,
		expireInSeconds: 900,
		heartbeatSeconds: 20
	},
	/** Moves approvals on whose objection period is over. */
	'clock.tick': {
		payload: [],
		retryLimit: 0,
		retryDelay: 0,
		expireInSeconds: 300,
		heartbeatSeconds: 20
	}
} as const satisfies Record<
	string,
	{
		readonly payload: readonly string[];
		readonly retryLimit: number;
		readonly retryDelay: number;
		readonly expireInSeconds: number;
		/** A worker that has said nothing for this long is gone, and its job is taken up again. */
		readonly heartbeatSeconds: number;
	}
>;

export type JobName = keyof typeof jobs;
export type Payload<Name extends JobName> = Readonly<
	Record<(typeof jobs)[Name]['payload'][number], string>
>;
