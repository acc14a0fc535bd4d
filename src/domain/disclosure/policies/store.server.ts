import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { PolicyVersion, Status } from './record.ts';

const columns = (tx: Tx) => tx`
	d.version, d.controller_code as owner, c.name as owner_name, d.edition, d.status, d.effective_from,
	d.retired_on, w.content, w.sha256, w.reason, d.drafted_by, a.name as drafted_by_name, d.drafted_at,
	b.name as decided_by_name, d.decided_at
	from disclosure_policy d
	join app.policy_words() w on w.version = d.version
	left join controller c on c.code = d.controller_code
	left join person a on a.id = d.drafted_by
	left join person b on b.id = d.decided_by
`;

// as text in the database, because the driver would turn the names inside a policy to camel case
type Row = Omit<PolicyVersion, 'content'> & { readonly content: string };
const read = (row: Row): PolicyVersion => ({
	...row,
	content: JSON.parse(row.content) as unknown
});

/** Every version that the reader may read in full, the service's first, newest first. */
export async function all(tx: Tx): Promise<PolicyVersion[]> {
	const rows = await tx<Row[]>`
		select ${columns(tx)}
		order by d.controller_code nulls first, d.edition desc
	`;
	return rows.map(read);
}

const none = () => new Problem(404, 'There is no such version of a disclosure policy.');

/** @throws Problem 404 when there is none that the reader may read in full. */
export async function find(tx: Tx, version: number): Promise<PolicyVersion> {
	const [found] = await tx<Row[]>`select ${columns(tx)} where d.version = ${version}`;
	if (!found) throw none();
	return read(found);
}

/** As `find`, and nobody else decides on it until the transaction ends. */
export async function lock(tx: Tx, version: number): Promise<PolicyVersion> {
	const [row] = await tx`select from disclosure_policy where version = ${version} for update`;
	if (!row) throw none();
	return find(tx, version);
}

type Owned = { readonly version: number; readonly owner: string | null };

/** Whose some versions are: all that a project's own people and jobs need to hold a request to them. */
export const owned = (tx: Tx, versions: readonly number[]): Promise<Owned[]> =>
	tx<Owned[]>`
		select version, controller_code as owner
		from disclosure_policy
		where version = any (${[...versions]})
		order by controller_code nulls first, version
	`;

/** What anybody may know of some versions; the database itself holds the rest back (decision 27). */
export async function publicContents(
	tx: Tx,
	versions: readonly number[]
): Promise<(Owned & { readonly content: unknown })[]> {
	const rows = await tx<(Owned & { content: string })[]>`
		select version, owner, content
		from app.public_policies(${[...versions]})
		order by owner nulls first, version
	`;
	return rows.map((row) => ({ ...row, content: JSON.parse(row.content) as unknown }));
}

/** The versions that hold for a project on a day: the service's, and its data's controllers'. */
export async function inForce(tx: Tx, project: string, day: Temporal.PlainDate): Promise<number[]> {
	const rows = await tx<{ version: number }[]>`
		select version from app.policies_of(${project}, ${day}) as version order by version
	`;
	return rows.map(({ version }) => version);
}

/** Whether an owner has an approved version that begins on a day. */
export async function begins(
	tx: Tx,
	owner: string | null,
	day: Temporal.PlainDate
): Promise<boolean> {
	const [found] = await tx`
		select from disclosure_policy
		where controller_code is not distinct from ${owner}
		  and effective_from = ${day}
		  and status in ('approved', 'retired')
	`;
	return found !== undefined;
}

export type Made = {
	readonly owner: string | null;
	readonly from: Temporal.PlainDate;
	readonly content: Json;
	readonly sha256: string;
	readonly reason: string;
	readonly person: string;
	readonly at: Temporal.Instant;
};

/** Answers the number of the new version. */
export async function insert(tx: Tx, made: Made): Promise<number> {
	const [row] = await tx<{ version: number }[]>`
		insert into disclosure_policy
			(version, controller_code, edition, status, effective_from, content, sha256, reason, drafted_by, drafted_at)
		select nextval('disclosure_policy_version'), ${made.owner}, coalesce(max(edition), 0) + 1, 'draft',
			${made.from}, ${tx.json(made.content)}, ${made.sha256}, ${made.reason}, ${made.person}, ${made.at}
		from disclosure_policy
		where controller_code is not distinct from ${made.owner}
		returning version
	`;
	if (!row) throw new Error('The policy was not stored.');
	return row.version;
}

export async function decide(
	tx: Tx,
	version: number,
	to: { status: Status; person: string; at: Temporal.Instant }
): Promise<void> {
	await tx`
		update disclosure_policy
		set status = ${to.status}, decided_by = ${to.person}, decided_at = ${to.at}
		where version = ${version}
	`;
}

export async function retire(
	tx: Tx,
	version: number,
	to: { status: Status; person: string; on: Temporal.PlainDate }
): Promise<void> {
	await tx`
		update disclosure_policy
		set status = ${to.status}, retired_by = ${to.person}, retired_on = ${to.on}
		where version = ${version}
	`;
}

/** Controllers that hold rows and so may have a policy of their own. */
export const owners = (tx: Tx): Promise<{ code: string; name: string }[]> =>
	tx<{ code: string; name: string }[]>`
		select code, name from controller where kind <> 'icb' order by name limit 1000
	`;

/** The projects that somebody works in, with the versions that hold for each on a day. */
export const projectsOf = (
	tx: Tx,
	person: string,
	day: Temporal.PlainDate
): Promise<{ id: string; title: string; versions: number[] }[]> =>
	tx<{ id: string; title: string; versions: number[] }[]>`
		select p.id, p.title, array(select app.policies_of(p.id, ${day})) as versions
		from project p
		join project_member m on m.project_id = p.id
		where m.person_id = ${person} and m.removed_at is null
		order by p.number
		limit 100
	`;
