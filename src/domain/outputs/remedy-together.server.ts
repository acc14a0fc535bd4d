import type { SnapshotSpecification } from '#domain/disclosure/specification.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { change, type Order } from './change.server.ts';
import type { OutputFile } from './files/file.ts';
import * as files from './files/store.server.ts';
import { workedTogether } from './files/together.server.ts';
import type { Tools } from './files/work-out.server.ts';
import { forRequest } from './prepare.server.ts';
import * as store from './store.server.ts';

/**
 * Protects the tables of a request that share cells as one, and puts each in the place of its former
 * make; tables that share nothing stay as they are. @throws Problem 403 | 404 | 409.
 */
export async function protectTogether(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Order
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.control');
	const tables = (await db.read((tx) => files.files(tx, asked.id))).filter(leavesComputed);
	if (tables.length < 2)
		throw new Problem(409, 'Protecting together needs two tables that we computed.');
	const made = await workedTogether(
		tools,
		ask,
		tables.map(({ sql, specification, control }) => ({
			sql,
			specification: specification as unknown as SnapshotSpecification,
			control
		}))
	);
	const tied = tables.flatMap((table, t) => {
		const one = made[t];
		return one === null || one === undefined ? [] : [{ table, made: one }];
	});
	if (tied.length === 0)
		throw new Problem(
			409,
			'No two tables of this request share a cell or a total, so each is protected by itself.'
		);
	await change(db, who, 'output.control', asked, async (tx) => {
		for (const one of tied) await files.replace(tx, one.table.id, one.made, asked.at);
		await store.touch(tx, asked.id);
		return { together: tied.map(({ table }) => table.name).join(', ') };
	});
}

/** A table that we computed and that would leave. */
const leavesComputed = ({ specification, supporting, answer }: OutputFile): boolean =>
	specification !== null && !supporting && answer.kind === 'table';
