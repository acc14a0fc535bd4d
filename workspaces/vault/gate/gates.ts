import type { Sql } from '#platform/db.server.ts';
import type { SigningKey } from '../release/signing-keys.ts';
import { gateSigner, type GateSigner } from './sign.ts';
import { mayAsk } from './store.server.ts';

/** What the vault does about gates: it signs what they let through, and says what would be. */
export type Gates = {
	readonly sign: GateSigner;
	/** Whether this person opens gates and the snapshot stands at one. */
	readonly mayAsk: (person: string, snapshot: string) => Promise<boolean>;
};

export const databaseGates = (sql: Sql, key: SigningKey, snapshots: string): Gates => ({
	sign: gateSigner(sql, key, snapshots),
	mayAsk: (person, snapshot) => mayAsk(sql, person, snapshot)
});
