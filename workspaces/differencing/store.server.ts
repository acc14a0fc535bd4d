import * as v from 'valibot';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { allowed, refused } from '#platform/problems.ts';
import { service } from '#domain/people/actor.ts';
import type { AskedFile, AskedRequest, Ledger, Release } from './asking.ts';
import { describe, keep } from './outcome.store.server.ts';
import { noteLost } from './lost.store.server.ts';

const isId = (text: string) => v.is(v.pipe(v.string(), v.uuid()), text);

/** The queries of comparing, as the vault's own role. Releases it sees whoever asks. */
export const ledger = (sql: Sql): Ledger => ({
	asked: (ask, at) => asked(sql, ask, at),
	releases: () => bind(sql, null).read(releases),
	filesOf: (request) => bind(sql, null).read((tx) => files(tx, request)),
	describe: (release, tables, at) =>
		bind(sql, null).write((tx) => describe(tx, release, tables, at)),
	lost: (all, at) => bind(sql, null).write((tx) => noteLost(tx, all, at)),
	over: (requests) => bind(sql, service.id).read((tx) => over(tx, requests)),
	keep: (outcome) => bind(sql, outcome.person).write((tx) => keep(tx, outcome))
});

type Row = {
	status: string;
	project: string;
	workspace: string;
	snapshotId: string | null;
	/** Its tables come from more than one cut of the data. */
	mixed: boolean;
	policies: string[];
	member: boolean;
	checker: boolean;
	service: boolean;
	times: number;
	most: number;
};

async function asked(
	sql: Sql,
	{ person, request, within }: Parameters<Ledger['asked']>[0],
	at: Temporal.Instant
): Promise<AskedRequest> {
	const none = (because: string): AskedRequest => ({
		verdict: refused(because),
		snapshot: null,
		policies: [],
		files: []
	});
	if (!isId(person) || !isId(request)) return none('There is no such output request.');
	return bind(sql, person).read(async (tx) => {
		const [row] = await tx<Row[]>`
			select
				r.status, p.status as project, w.status as workspace,
				coalesce((select min(f.snapshot_id) from output_file f where f.request_id = r.id), w.snapshot_id) as snapshot_id,
				(select count(distinct f.snapshot_id) > 1 from output_file f where f.request_id = r.id) as mixed,
				array(
					select d.content::text
					from disclosure_policy d
					where d.version = r.policy_version or d.version = any (r.policy_versions)
				) as policies,
				exists (
					select from project_member m
					where m.project_id = p.id and m.person_id = ${person}
					  and m.removed_at is null and m.terms_accepted_at is not null
				) as member,
				app.has_role('output-checker') and not app.researched(p.id, ${person}) as checker,
				app.has_role('system') as service,
				(app.checking_policy()).comparisons_a_day as most,
				(
					select count(*)::int
					from output_comparison c
					join output_request o on o.id = c.request_id
					join project_member m on m.project_id = o.project_id and m.person_id = c.person_id
					where o.project_id = p.id and c.at > ${at}::timestamptz - interval '24 hours'
				) as times
			from output_request r
			join project p on p.id = r.project_id
			join workspace w on w.project_id = p.id
			where r.id = ${request}
		`;
		if (!row) return none('There is no such output request.');
		const draft = row.status === 'draft' || row.status === 'changes_requested';
		const voting = row.status === 'submitted' || row.status === 'checking';
		if (!(row.service || (draft && row.member) || (voting && row.checker && !within)))
			return none(
				'Only its members before it is sent, and its checkers after, can have it compared.'
			);
		if (draft && !(row.project === 'active' && row.workspace === 'open'))
			return none('This project is not active, so nothing new can be asked for.');
		if (row.mixed)
			return none(
				'The data were refreshed between two tables of this request. Compute the earlier ones again.'
			);
		if (draft && !row.service && !within && row.times >= row.most)
			return none(
				`Requests of this project were compared with earlier releases ${String(row.times)} times in the last 24 hours, which is as often as they may be. Send this one tomorrow.`
			);
		return {
			verdict: allowed,
			snapshot: row.snapshotId,
			policies: row.policies.map((policy) => JSON.parse(policy) as unknown),
			files: await files(tx, request)
		};
	});
}

// documents as text, because the driver would turn the names inside them to camel case
async function files(tx: Tx, request: string): Promise<AskedFile[]> {
	const rows = await tx<
		(Omit<AskedFile, 'specification' | 'answer'> & {
			specification: string | null;
			answer: string;
		})[]
	>`
		select id, name, sha256, supporting, specification::text, control, answer::text
		from output_file
		where request_id = ${request}
		order by created_at, id
	`;
	return rows.map(({ specification, answer, ...file }) => ({
		...file,
		specification: specification === null ? null : (JSON.parse(specification) as unknown),
		answer: JSON.parse(answer) as unknown
	}));
}

const releases = (tx: Tx): Promise<Release[]> =>
	tx<Release[]>`
		select
			r.id, r.request_id as request, coalesce(r.position, 0) as position, r.files,
			c.snapshot_id as snapshot,
			array(
				select file ->> 'id'
				from jsonb_array_elements(c.files) as seen (file)
				where (file ->> 'compared')::boolean
			) as compared,
			exists (select from released_table t where t.release_id = r.id) as described
		from release r
		left join lateral (
			select * from output_comparison one where one.request_id = r.request_id order by one.id desc limit 1
		) c on true
		order by r.position
	`;

/** Which of these requests are not to be released as they are, or are not there. */
const over = async (tx: Tx, requests: readonly string[]): Promise<string[]> => {
	const open = await tx<{ id: string }[]>`
		select id from output_request
		where id = any (${[...requests].filter(isId)}::uuid[]) and status not in ('rejected', 'withdrawn')
	`;
	const held = new Set(open.map(({ id }) => id));
	return requests.filter((id) => !held.has(id));
};
