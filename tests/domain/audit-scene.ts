import { act, type Done } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import { verify } from '#domain/audit/verify.server.ts';
import type { Sql, Tx } from '#platform/db.server.ts';
import { organisationId, type PersonKey } from '#db/seed/people.ts';
import { player } from '#db/seed/stage.ts';
import { at } from './people-scene.ts';

export const event = (id: string, detail: Event['detail'] = {}): Event => ({
	action: 'feasibility.count',
	subject: { kind: 'feasibility', id },
	organisation: organisationId('thames'),
	detail,
	at
});

/** A change with its event: a count that somebody made. */
export const counting =
	(person: string, told: (id: string) => Event = event) =>
	async (tx: Tx): Promise<Done<string>> => {
		const [row] = await tx<{ id: string }[]>`
			insert into feasibility (person_id, cohort, purpose, shown, count, at)
			values (${person}, '{}', 'research', '10', 10, ${at})
			returning id
		`;
		return { result: row?.id ?? '', event: told(row?.id ?? '') };
	};

export const counted = async (sql: Sql, key: PersonKey) => {
	const { db, actor } = await player(sql, key);
	return act(db, actor, counting(actor.id));
};

export const rows = async (owner: Sql) => {
	const [row] = await owner<{ counts: bigint; events: bigint }[]>`
		select (select count(*) from feasibility) as counts, (select count(*) from event) as events
	`;
	return [row?.counts, row?.events].map(Number);
};

export const verdict = async (portal: Sql) => (await player(portal, 'ruth')).db.read(verify);
