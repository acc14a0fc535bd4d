import * as v from 'valibot';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { allowed, refused } from '#platform/problems.ts';
import type { AskedFile, AskedRequest, Described, Ledger, Outcome, Release } from './asking.ts';

const isId = (text: string) => v.is(v.pipe(v.string(), v.uuid()), text);

/** The queries of comparing, as the vault's own role. Releases it sees whoever asks. */
export const ledger = (sql: Sql): Ledger => ({
	asked: (person, request, within) => asked(sql, person, request, within),
	releases: () => bind(sql, null).read(releases),
	filesOf: (request) => bind(sql, null).read((tx) => files(tx, request)),
	describe: (release, tables, at) =>
		bind(sql, null).write((tx) => describe(tx, release, tables, at)),
	keep: (outcome) => bind(sql, outcome.person).write((tx) => keep(tx, outcome))
});

type Row = {
	status: string;
	project: string;
	workspace: string;
	snapshotId: string | null;
	policy: string;
	member: boolean;
	checker: boolean;
	service: boolean;
};

async function asked(
	sql: Sql,
	person: string,
	request: string,
	within: boolean
): Promise<AskedRequest> {
	const none = (because: string): AskedRequest => ({
		verdict: refused(because),
		snapshot: null,
		policy: null,
		files: []
	});
	if (!isId(person) || !isId(request)) return none('There is no such output request.');
	return bind(sql, person).read(async (tx) => {
		const [row] = await tx<Row[]>`
			select
				r.status, p.status as project, w.status as workspace, w.snapshot_id, d.content::text as policy,
				exists (
					select from project_member m
					where m.project_id = p.id and m.person_id = ${person}
					  and m.removed_at is null and m.terms_accepted_at is not null
				) as member,
				app.has_role('output-checker') and not app.researched(p.id, ${person}) as checker,
				app.has_role('system') as service
			from output_request r
			join project p on p.id = r.project_id
			join workspace w on w.project_id = p.id
			join disclosure_policy d on d.version = r.policy_version
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
		return {
			verdict: allowed,
			snapshot: row.snapshotId,
			policy: JSON.parse(row.policy) as unknown,
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

async function describe(
	tx: Tx,
	release: string,
	tables: readonly Described[],
	at: Temporal.Instant
): Promise<void> {
	for (const table of tables) {
		await tx`
			insert into released_table (
				release_id, file_id, name, snapshot_id, specification, measure, control, recorded_at
			)
			values (
				${release}, ${table.file}, ${table.name}, ${table.snapshot},
				${JSON.stringify(table.specification)}::text::jsonb, ${table.measure}, ${table.control}, ${at}
			)
			on conflict do nothing
		`;
		const cells = table.cells.map(({ labels, statistic, value }, position) => ({
			position,
			labels,
			statistic,
			value,
			suppressed: value === null
		}));
		await tx`
			insert into released_cell (
				release_id, file_id, position, labels, statistic, value, suppressed
			)
			select ${release}, ${table.file}, position, labels, statistic, value, suppressed
			from jsonb_to_recordset(${JSON.stringify(cells)}::text::jsonb) as cell (
				position int, labels jsonb, statistic text, value text, suppressed boolean
			)
			on conflict do nothing
		`;
	}
}

async function keep(tx: Tx, outcome: Outcome): Promise<void> {
	const { request, person, snapshot, files: compared, through, differences, at } = outcome;
	const having = (level: string) => differences.filter((one) => one.level === level).length;
	const [row] = await tx<{ id: string }[]>`
		insert into output_comparison (
			request_id, person_id, snapshot_id, files, through, fails, reviews, at
		)
		values (
			${request}, ${person}, ${snapshot}, ${JSON.stringify(compared)}::text::jsonb, ${through},
			${having('fail')}, ${having('review')}, ${at}
		)
		returning id
	`;
	if (!row) throw new Error('The comparison was not stored.');
	const comparison = row.id;
	for (const [position, one] of differences.entries()) {
		await tx`
			insert into output_difference (comparison_id, position, file_id, cell, level, within)
			values (${comparison}, ${position}, ${one.file}, ${one.cell}, ${one.level}, ${one.within})
		`;
		await tx`
			insert into output_difference_source (
				comparison_id, position, kind, size_class, release_id, file, cells
			)
			values (
				${comparison}, ${position}, ${one.kind}, ${one.sizeClass}, ${one.release}, ${one.otherFile},
				${one.otherCells}
			)
		`;
	}
	await tx`
		insert into read_log (at, person_id, subject_kind, subject_id, what)
		values (${at}, ${person}, 'output', ${request}, ${`compared with releases 1 to ${String(through)}`})
	`;
}
