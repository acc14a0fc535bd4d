import type postgres from 'postgres';
import { isDriverFault } from './lost-database.ts';
import { log } from './log.server.ts';

type Pool<T extends Record<string, unknown>> = postgres.Sql<T>;

/** Every pool of this process that was not ended: how often it was made, and how it is made anew. */
const pools = new Map<object, { made: number; renew: () => void }>();

/**
 * A pool that can be made anew under whoever holds it. When Postgres goes away in the middle of a
 * query, a connection of the driver can be left with words that it never sends, and whatever waits
 * for it waits for ever: so after a loss nothing of the old pool is used again.
 */
export function renewable<T extends Record<string, unknown>>(make: () => Pool<T>): Pool<T> {
	let current = make();
	let listening: Pool<T> | null = null;
	const pool = new Proxy(current, {
		apply: (_, self, args) => Reflect.apply(current, self, args) as unknown,
		get: (_, key) => {
			if (key === 'end') return end;
			// the driver itself listens again after a loss, on a connection of its own: that one stays
			if (key === 'listen') return Reflect.get((listening ??= make()), key) as unknown;
			return Reflect.get(current, key) as unknown;
		}
	});
	const end: Pool<T>['end'] = async (options) => {
		pools.delete(pool);
		await Promise.all([current.end(options), listening?.end(options)]);
	};
	const entry = {
		made: 1,
		renew() {
			const old = current;
			current = make();
			entry.made++;
			// what still runs on a sound connection may finish
			old.end({ timeout: 5 }).catch(() => undefined);
		}
	};
	pools.set(pool, entry);
	return pool;
}

/** Losses that leave a connection behind; one that was refused never was one. */
const leftovers: ReadonlySet<unknown> = new Set(['CONNECTION_CLOSED', 'CONNECT_TIMEOUT']);

/** How often a pool was made: asked before a query, so that many that fail at once renew it once. */
export const timesMade = (pool: object): number => pools.get(pool)?.made ?? 0;

/** Makes a pool anew when an error says that a connection of it was lost under a query. */
export function renewAfter(error: unknown, pool: object, made: number): void {
	if (!(error instanceof Error && 'code' in error && leftovers.has(error.code))) return;
	const entry = pools.get(pool);
	if (entry?.made === made) entry.renew();
}

/**
 * Keeps this process alive when Postgres is stopped under it: the driver's one fault that comes outside
 * any query is noted, and every pool made anew. Any other uncaught error ends the process as ever.
 */
export function surviveLostDatabase(): void {
	process.on('uncaughtException', (error) => {
		if (isDriverFault(error)) {
			log.warn('the database went away; its connections are made anew');
			for (const { renew } of pools.values()) renew();
			return;
		}
		process.stderr.write(
			`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
		);
		process.exit(1);
	});
}
