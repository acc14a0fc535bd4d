import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Cell } from './notebook.ts';

export type Version = {
	readonly number: number;
	readonly personId: string;
	readonly name: string | null;
	readonly cells: readonly Cell[];
	readonly kept: boolean;
	readonly restoredFrom: number | null;
	readonly begunAt: Temporal.Instant;
	readonly at: Temporal.Instant;
};

export const versions = (tx: Tx, notebook: string, most: number): Promise<Version[]> =>
	tx<Version[]>`
		select v.number, v.person_id, p.name, v.cells, v.kept, v.restored_from, v.begun_at, v.at
		from notebook_version v
		left join person p on p.id = v.person_id
		where v.notebook_id = ${notebook}
		order by v.number desc
		limit ${most}
	`;

/** One version; @throws Problem 404. */
export async function version(tx: Tx, notebook: string, number: number): Promise<Version> {
	const [found] = await tx<Version[]>`
		select v.number, v.person_id, p.name, v.cells, v.kept, v.restored_from, v.begun_at, v.at
		from notebook_version v
		left join person p on p.id = v.person_id
		where v.notebook_id = ${notebook} and v.number = ${number}
	`;
	if (!found) throw new Problem(404, 'There is no such version.');
	return found;
}

export async function latest(tx: Tx, notebook: string): Promise<Version> {
	const [found] = await versions(tx, notebook, 1);
	if (!found) throw new Error('A notebook has no version.');
	return found;
}

type Added = {
	readonly notebook: string;
	readonly number: number;
	readonly person: string;
	readonly cells: readonly Cell[];
	readonly kept: boolean;
	readonly restoredFrom: number | null;
	readonly at: Temporal.Instant;
};

export async function addVersion(tx: Tx, added: Added): Promise<void> {
	const { notebook, number, person, cells, kept, restoredFrom, at } = added;
	await tx`
		insert into notebook_version (notebook_id, number, person_id, cells, kept, restored_from, begun_at, at)
		values (
			${notebook}, ${number}, ${person}, ${tx.json([...cells])}, ${kept}, ${restoredFrom}, ${at}, ${at}
		)
	`;
}

/** Types on in the latest version, which the database allows its author for a while. */
export async function typeOn(
	tx: Tx,
	{ notebook, number, cells, kept, at }: Omit<Added, 'person' | 'restoredFrom'>
): Promise<void> {
	await tx`
		update notebook_version
		set cells = ${tx.json([...cells])}, kept = ${kept}, at = ${at}
		where notebook_id = ${notebook} and number = ${number}
	`;
}
