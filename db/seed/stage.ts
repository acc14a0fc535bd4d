import type { Tools } from '#domain/outputs/files/work-out.server.ts';
import type { Actor, Held } from '#domain/people/actor.ts';
import { bind, type Bound, type Sql } from '#platform/db.server.ts';
import { demoPeople, emailOf, personId, type PersonKey } from './people.ts';

/** One of the demonstration's people with the database as they see it: `act(ada.db, ada.actor, …)`. */
export type Player = { readonly actor: Actor; readonly db: Bound };

/** An open workspace, the member who works in it, and what its outputs are made with. */
export type OutputStage = {
	readonly tools: Tools;
	/** The portal's pool. */
	readonly sql: Sql;
	readonly workspace: string;
	readonly member: PersonKey;
	readonly at: Temporal.Instant;
};

/** Acts as a demonstration person, as the portal would after they signed in. Used by seeds and tests. */
export async function player(sql: Sql, key: PersonKey): Promise<Player> {
	const id = personId(key);
	const [row] = await sql<{ roles: Held[] }[]>`select app.roles_of(${id}) as roles`;
	const name = demoPeople.find((person) => person.key === key)?.name ?? key;
	return {
		actor: { id, name, email: emailOf(key), level: 'demo', roles: row?.roles ?? [] },
		db: bind(sql, id)
	};
}
