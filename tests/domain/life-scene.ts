import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { personId, type PersonKey } from '#db/seed/people.ts';
import { changeLife } from '#domain/workspaces/life/change.server.ts';
import type { Change } from '#domain/workspaces/life/life.ts';
import { find } from '#domain/workspaces/store.server.ts';
import { call } from '#platform/socket.server.ts';
import { at, type RefreshScene } from './refresh-scene.ts';
import { until } from './workspaces-processes.ts';

const forLong = 'select count(*) from range(40000000000) t(x) where hash(x) % 7 = 3';
export const short = 'select count(distinct person_id) as people from person';

export const ran = (open: RefreshScene, key: PersonKey, sql: string) =>
	open.host.run({
		person: personId(key),
		workspace: open.workspace,
		run: crypto.randomUUID(),
		sql
	});

/** How many runs the host has. */
async function going({ home }: RefreshScene): Promise<number> {
	const reach = { socket: resolve(home, 'run', 'host.sock'), name: 'host' } as const;
	const health = (await call(reach, { method: 'GET', path: '/health' })) as { going: number };
	return health.going;
}

/**
 * A run that goes on until the host ends it, begun for sure. `stopped`: its answer, or "too late"
 * when it went on for half a minute after it was asked for.
 */
export async function running(open: RefreshScene, key: PersonKey) {
	const before = await going(open);
	const answer = ran(open, key, forLong);
	await until(async () => ((await going(open)) > before ? true : undefined));
	return {
		stopped: () => Promise.race([answer, pause(30_000, 'too late' as const, { ref: false })])
	};
}

export const now = async ({ as, workspace }: RefreshScene) => {
	const { db } = await as('ingrid');
	return db.read((tx) => find(tx, workspace));
};

export const changed = async (
	open: RefreshScene,
	key: PersonKey,
	change: Change,
	reason = 'A reason.'
) => {
	const { db, actor } = await open.as(key);
	await changeLife(db, actor, { workspace: open.workspace, change, reason, at });
};
