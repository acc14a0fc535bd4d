import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Status } from '../workspace.ts';
import type { Ground } from './life.ts';

/** Moves a workspace and says why; the time it opened stays. */
export const setLife = (
	tx: Tx,
	id: string,
	to: { readonly status: Status; readonly reason: string; readonly at: Temporal.Instant }
) => tx`
	update workspace
	set status = ${to.status}, status_reason = ${to.reason}, status_since = ${to.at}
	where id = ${id}
`;

export async function reasonOf(tx: Tx, id: string): Promise<string> {
	const [row] = await tx<{ statusReason: string }[]>`
		select status_reason from workspace where id = ${id}
	`;
	return row?.statusReason ?? '';
}

export type Withdrawal = {
	readonly snapshotId: string;
	readonly ground: Ground;
	readonly controllerCode: string | null;
	readonly condition: string;
	readonly reason: string;
	readonly by: string | null;
	readonly at: Temporal.Instant;
};

export const withdrawals = (tx: Tx, workspace: string): Promise<Withdrawal[]> =>
	tx<Withdrawal[]>`
		select w.snapshot_id, w.ground, w.controller_code, w.condition, w.reason, p.name as by, w.at
		from data_withdrawal w
		left join person p on p.id = w.decided_by
		where w.workspace_id = ${workspace}
		order by w.at desc
	`;

export const withdraw = (
	tx: Tx,
	made: Omit<Withdrawal, 'by'> & { readonly workspace: string; readonly person: string }
) => tx`
	insert into data_withdrawal (
		workspace_id, snapshot_id, ground, controller_code, condition, reason, decided_by, at
	)
	values (
		${made.workspace}, ${made.snapshotId}, ${made.ground}, ${made.controllerCode}, ${made.condition},
		${made.reason}, ${made.person}, ${made.at}
	)
`;

/** Codes and names of the controllers, for whoever says whose condition it is. */
export const controllers = (tx: Tx): Promise<{ code: string; name: string }[]> =>
	tx<{ code: string; name: string }[]>`select code, name from controller order by name`;

/** Requests for outputs that are not decided: closing waits for them. */
export async function openRequests(tx: Tx, project: string): Promise<number> {
	const [row] = await tx<{ open: number }[]>`
		select count(*)::int as open
		from output_request
		where project_id = ${project} and status in ('submitted', 'checking', 'changes_requested')
	`;
	return row?.open ?? 0;
}

export type Archive = {
	readonly number: number;
	readonly reason: string;
	readonly inventory: Json;
	readonly at: Temporal.Instant;
	readonly revivedAt: Temporal.Instant | null;
};

/** The times it was put away, the latest first. */
export const archives = (tx: Tx, workspace: string): Promise<Archive[]> =>
	tx<Archive[]>`
		select number, reason, inventory, at, revived_at
		from archive
		where workspace_id = ${workspace}
		order by number desc
	`;

export const addArchive = (
	tx: Tx,
	made: {
		readonly workspace: string;
		readonly person: string;
		readonly reason: string;
		readonly inventory: Json;
		readonly at: Temporal.Instant;
	}
) => tx`
	insert into archive (workspace_id, number, archived_by, reason, inventory, at)
	select
		${made.workspace}, coalesce(max(number), 0) + 1, ${made.person}, ${made.reason},
		${tx.json(made.inventory)}, ${made.at}
	from archive
	where workspace_id = ${made.workspace}
`;

export const endArchive = (
	tx: Tx,
	workspace: string,
	{ number, person, at }: { number: number; person: string; at: Temporal.Instant }
) => tx`
	update archive
	set revived_by = ${person}, revived_at = ${at}
	where workspace_id = ${workspace} and number = ${number}
`;

export const setEnd = (tx: Tx, project: string, endsOn: Temporal.PlainDate) => tx`
	update project set ends_on = ${endsOn} where id = ${project}
`;

export type Destruction = {
	readonly askedBy: string;
	readonly askedByName: string | null;
	readonly reason: string;
	readonly askedAt: Temporal.Instant;
	readonly confirmedBy: string | null;
	readonly confirmedAt: Temporal.Instant | null;
	readonly certificate: string | null;
	readonly sha256: string | null;
	readonly signature: string | null;
	readonly keyId: string | null;
};

export async function destruction(tx: Tx, workspace: string): Promise<Destruction | null> {
	const [row] = await tx<Destruction[]>`
		select
			d.asked_by, p.name as asked_by_name, d.reason, d.asked_at, d.confirmed_by, d.confirmed_at,
			c.certificate, c.sha256, c.signature, c.key_id
		from destruction d
		left join person p on p.id = d.asked_by
		left join destruction_certificate c on c.workspace_id = d.workspace_id
		where d.workspace_id = ${workspace}
	`;
	return row ?? null;
}

export const askDestruction = (
	tx: Tx,
	asked: { workspace: string; person: string; reason: string; at: Temporal.Instant }
) => tx`
	insert into destruction (workspace_id, asked_by, reason, asked_at)
	values (${asked.workspace}, ${asked.person}, ${asked.reason}, ${asked.at})
`;

export const confirmDestruction = (
	tx: Tx,
	workspace: string,
	{ person, at }: { person: string; at: Temporal.Instant }
) => tx`
	update destruction
	set confirmed_by = ${person}, confirmed_at = ${at}
	where workspace_id = ${workspace}
`;

/** Destructions that two people decided and that are not certified yet. */
export const destructionsDue = async (tx: Tx): Promise<string[]> => {
	const rows = await tx<{ id: string }[]>`
		select d.workspace_id as id
		from destruction d
		join workspace w on w.id = d.workspace_id
		where d.confirmed_at is not null and w.status = 'archived'
	`;
	return rows.map(({ id }) => id);
};
