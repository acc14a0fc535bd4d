import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { connect } from '#platform/db.server.ts';
import { listenOn } from '#platform/listen.server.ts';
import { endWithParent } from '#platform/parent.server.ts';
import { surviveLostDatabase } from '#platform/pool.server.ts';
import { settings } from '#platform/settings.ts';
import { capabilities } from './capabilities.ts';
import { limits } from './limits.ts';
import type { Host } from './perform.ts';
import { meter } from './meter/meter.ts';
import { watchStorage } from './meter/storage.ts';
import { cappedBy, writeIntervals } from './meter/usage.store.server.ts';
import { queue } from './queue.ts';
import { heedRevocations, pauseAll } from './revocations.ts';
import { policiesOf } from '#workspaces/policies/store.server.ts';
import { scannerOn } from '#workspaces/scan/scan.ts';
import type { Files } from './scan.ts';
import { hostDriver } from '#workspaces/drivers/host.ts';
import { jupyterhubDriver } from '#workspaces/jupyterhub/driver.ts';
import { hubAt } from '#workspaces/jupyterhub/hub.ts';
import { tokenIn } from '#workspaces/jupyterhub/token.ts';
import { takeUpWhenThere, type Places } from './places.ts';
import { hostServer } from './server.ts';
import { sharedIn } from './shared.ts';
import { endSessions, type Sessions } from './sessions.ts';
import { databaseAccess } from './store.server.ts';

export type Started = { readonly socket: string; readonly stop: () => Promise<void> };

/**
 * Starts the host on `$ALDGATE_HOME/run/host.sock`. `DATABASE_URL` is the host role's.
 * @throws one sentence when a setting is unusable or another host already answers there.
 */
export async function startHost(
	env: Readonly<Record<string, string | undefined>>
): Promise<Started> {
	const { home, databaseUrl, jupyterhub } = settings(env);
	const socket = resolve(home, 'run', 'host.sock');

	const sql = connect(databaseUrl, 4);
	const found = await capabilities();
	const start = crypto.randomUUID();
	const now = () => Temporal.Now.instant();
	const host: Host = {
		found,
		access: databaseAccess(sql),
		queue: queue({ running: Math.max(2, availableParallelism()), waiting: 20, each: 3 }),
		snapshots: resolve(home, 'snapshots'),
		shared: sharedIn(resolve(home, 'shared'), resolve(home, 'objects')),
		going: new Map(),
		watched: new Set(),
		now,
		limits,
		meter: meter({
			now,
			write: (intervals) => writeIntervals(sql, start, intervals),
			written: async (workspaces) => {
				for (const one of workspaces)
					if ((await cappedBy(sql, one, now())) !== null) pauseAll(host, one);
			}
		})
	};
	const scan = scannerOn(found);
	const files: Files = {
		policiesOf: (person, project, held) => policiesOf(sql, person, project, held),
		now: host.now,
		scan,
		queue: queue({ running: Math.max(2, availableParallelism()), waiting: 40, each: 100 })
	};
	const sessions: Sessions = {
		...{ host, scan, live: new Map(), answers: new Map() },
		most: { all: Math.max(8, availableParallelism() * 4), each: 3 }
	};
	const places: Places = {
		host,
		drivers: {
			host: hostDriver(sessions),
			...(jupyterhub && {
				jupyterhub: jupyterhubDriver(hubAt(jupyterhub.url, tokenIn(jupyterhub.tokenFile)))
			})
		},
		...{ watched: new Map(), tickets: new Map() }
	};
	const server = hostServer(host, files, sessions, places);
	await listenOn(server, socket, 'host');
	const leave = takeUpWhenThere(places);
	const unwatch = watchStorage(sql, host.snapshots, now);
	const deafen = await heedRevocations(sql, host);
	return {
		socket,
		stop: async () => {
			for (const end of host.going.values()) end();
			endSessions(sessions);
			unwatch();
			leave();
			await host.meter?.close();
			const closed = new Promise((done) => server.close(done));
			server.closeAllConnections();
			await closed;
			rmSync(socket, { force: true });
			found.close();
			await deafen();
			await sql.end({ timeout: 5 });
		}
	};
}

/** The host as a process: runs until a signal, or until whoever started it is gone. */
export async function serveHost(env: Readonly<Record<string, string | undefined>>): Promise<void> {
	surviveLostDatabase();
	const started = await startHost(env);
	endWithParent(() => started.stop());
	process.stderr.write(`host: listening on ${started.socket}\n`);
}

if (import.meta.main) {
	try {
		await serveHost(process.env);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(3);
	}
}
