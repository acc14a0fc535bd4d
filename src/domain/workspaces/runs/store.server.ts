import type { Tx } from '#platform/db.server.ts';

/** One run as its history keeps it: what was asked and how it went, never what it showed. */
export type Run = {
	readonly id: string;
	readonly sql: string;
	readonly status: 'running' | 'done' | 'failed';
	readonly error: string;
	readonly rowCount: bigint | null;
	readonly ms: number | null;
	readonly at: Temporal.Instant;
};

type Asked = {
	readonly id: string;
	readonly workspace: string;
	readonly person: string;
	readonly sql: string;
	readonly at: Temporal.Instant;
	/** A cell of a notebook; absent: a query of the workspace's own page. */
	readonly language?: 'sql' | 'r' | 'python';
	readonly notebook?: string;
	readonly cell?: string;
};

/** Notes that a run begins. False when a run of this id was sent before, by anybody. */
export async function noteBegun(tx: Tx, asked: Asked): Promise<boolean> {
	const { id, workspace, person, sql, at } = asked;
	const { language = 'sql', notebook = null, cell = null } = asked;
	const begun = await tx`
		insert into run (id, workspace_id, person_id, sql, status, at, language, notebook_id, cell)
		values (
			${id}, ${workspace}, ${person}, ${sql}, 'running', ${at}, ${language}, ${notebook}, ${cell}
		)
		on conflict (id) do nothing
		returning id
	`;
	return begun.length === 1;
}

type Ended = {
	readonly status: 'done' | 'failed';
	readonly error: string;
	readonly rowCount: number | null;
	readonly rowsShown: number;
	readonly ms: number | null;
};

export const noteEnded = (tx: Tx, id: string, ended: Ended) => tx`
	update run
	set status = ${ended.status},
	    error = ${ended.error},
	    row_count = ${ended.rowCount},
	    rows_shown = ${ended.rowsShown},
	    ms = ${ended.ms}
	where id = ${id} and status = 'running'
`;

export const pageSize = 10;

/** Somebody's own queries on a workspace's page, newest first, and how many there are. */
export async function mine(
	tx: Tx,
	{ workspace, person, page }: { workspace: string; person: string; page: number }
): Promise<{ runs: Run[]; total: number }> {
	const [runs, [counted]] = await Promise.all([
		tx<Run[]>`
			select id, sql, status, error, row_count, ms, at
			from run
			where workspace_id = ${workspace} and person_id = ${person} and notebook_id is null
			order by at desc, id desc
			limit ${pageSize}
			offset ${(page - 1) * pageSize}
		`,
		tx<{ total: number }[]>`
			select count(*)::int as total
			from run
			where workspace_id = ${workspace} and person_id = ${person} and notebook_id is null
		`
	]);
	return { runs, total: counted?.total ?? 0 };
}

/** One of somebody's own runs in a workspace; null when there is none of this id. */
export async function one(
	tx: Tx,
	{ workspace, person, run }: { workspace: string; person: string; run: string }
): Promise<Run | null> {
	const [found] = await tx<Run[]>`
		select id, sql, status, error, row_count, ms, at
		from run
		where id = ${run} and workspace_id = ${workspace} and person_id = ${person}
	`;
	return found ?? null;
}

/** Somebody's place in a project today; null for who is no member. */
export async function seat(
	tx: Tx,
	project: string,
	person: string
): Promise<{ termsAccepted: boolean } | null> {
	const [found] = await tx<{ termsAccepted: boolean }[]>`
		select terms_accepted_at is not null as terms_accepted
		from project_member
		where project_id = ${project} and person_id = ${person} and removed_at is null
	`;
	return found ?? null;
}

/** Rows of people that were shown to somebody in a project on a day. */
export async function shownOn(
	tx: Tx,
	{ project, person, day }: { project: string; person: string; day: Temporal.PlainDate }
): Promise<number> {
	const [found] = await tx<{ rows: bigint }[]>`
		select rows
		from row_view
		where project_id = ${project} and person_id = ${person} and day = ${day}
	`;
	return Number(found?.rows ?? 0n);
}
