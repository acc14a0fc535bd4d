import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { mayConfirm } from './policy.ts';
import * as store from './store.server.ts';

type One = {
	readonly version: string;
	readonly table: string;
	readonly column: string;
	readonly class: string;
	readonly at: Temporal.Instant;
};

async function insistDraft(tx: Tx, who: Actor, id: string): Promise<void> {
	const version = await store.lock(tx, id);
	insist(may(who, 'dataset.confirm'));
	const verdict = mayConfirm(who, version);
	if (!verdict.allowed) throw new Problem(409, verdict.because);
}

/**
 * Confirms what one column is; a class other than the proposed one is as good, since a person chose
 * it. @throws Problem 403, 404, 409 when the version is no draft.
 */
export const confirmColumn = (db: Bound, who: Actor, order: One): Promise<void> =>
	act(db, who, async (tx) => {
		const { version: id, at, ...column } = order;
		await insistDraft(tx, who, id);
		if (!(await store.confirmOne(tx, id, column, { person: who.id, at })))
			throw new Problem(404, 'There is no such column.');
		return {
			result: undefined,
			event: {
				action: 'dataset.confirm',
				subject: { kind: 'dataset', id },
				detail: { column: `${column.table}.${column.column}`, class: column.class },
				at
			}
		};
	});

/**
 * Confirms all columns of a table that the rules leave no doubt about, as one act of one person.
 * Direct identifiers never come along. Answers how many.
 * @throws Problem 403, 404, 409 when there is none left or the version is no draft.
 */
export const confirmTable = (
	db: Bound,
	who: Actor,
	{ version: id, table, at }: Omit<One, 'column' | 'class'>
): Promise<number> =>
	act(db, who, async (tx) => {
		await insistDraft(tx, who, id);
		const columns = await store.confirmTable(tx, id, table, { person: who.id, at });
		if (columns === 0)
			throw new Problem(409, 'No column of this table can be confirmed together with others.');
		return {
			result: columns,
			event: {
				action: 'dataset.confirm',
				subject: { kind: 'dataset', id },
				detail: { table, columns },
				at
			}
		};
	});
