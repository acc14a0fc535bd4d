import postgres from 'postgres';
import { renewable, renewAfter, timesMade } from './pool.server.ts';

const instant = {
	to: 1184,
	from: [1184],
	serialize: (at: Temporal.Instant) => at.toString(),
	parse: (text: string) => Temporal.Instant.from(text)
};

const day = {
	to: 1082,
	from: [1082],
	serialize: (date: Temporal.PlainDate) => date.toString(),
	parse: (text: string) => Temporal.PlainDate.from(text)
};

type Types = { bigint: bigint; instant: Temporal.Instant; day: Temporal.PlainDate };
export type Sql = postgres.Sql<Types>;
export type Tx = postgres.TransactionSql<Types>;
/** What a read needs when nobody is signed in yet: the pool, or a transaction. */
export type Db = Sql | Tx;

/** A pool. Columns come in camelCase, bigint as bigint, timestamptz and date as Temporal. */
export const connect = (url: string, max = 10): Sql =>
	renewable(() =>
		postgres(url, {
			max,
			transform: { ...postgres.camel, undefined: null },
			types: { bigint: postgres.BigInt, instant, day },
			onnotice: () => undefined,
			backoff: () => 0.25, // seconds to the next try; people wait for a page
			connection: { application_name: 'aldgate' }
		})
	);

/**
 * A database as one person sees it. Every transaction names the person first, so row-level
 * security filters all that follows; with nobody named, only public rows are seen.
 */
export type Bound = {
	readonly person: string | null;
	/** Runs queries in one read-only transaction. */
	read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
	/** For `act` alone: everything else would write without an event. */
	write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
};

export function bind(sql: Sql, person: string | null): Bound {
	const within = async <T>(mode: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
		const made = timesMade(sql);
		try {
			return (await sql.begin(mode, async (tx) => {
				// not awaited: the driver sends it ahead of the work's first query in the same round trip
				const named = tx`select set_config('app.person', ${person ?? ''}, true)`.execute();
				// a failure of its own shows below, or with the work's
				named.catch(() => undefined);
				const result = await work(tx);
				await named;
				return result;
			})) as T;
		} catch (error) {
			renewAfter(error, sql, made);
			throw error;
		}
	};
	return {
		person,
		read: (work) => within('read only', work),
		write: (work) => within('read write', work)
	};
}
