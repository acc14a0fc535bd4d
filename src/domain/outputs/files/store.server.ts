import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Context, OutputFile, Prepared } from './file.ts';

const columns = [
	'id',
	'name',
	'kind',
	'sql',
	'control',
	'verdict',
	'sha256',
	'bytes',
	'media',
	'supporting',
	'data_file_id',
	'earlier_sha256',
	'original_name',
	'original_sha256',
	'description',
	'statistic',
	'population',
	'claim'
] as const;

type Row = Omit<OutputFile, 'specification' | 'answer' | 'context' | 'original'> &
	Context & {
		readonly answer: string;
		readonly specification: string | null;
		readonly originalName: string;
		readonly originalSha256: string | null;
	};

// as text, because the driver would turn the names of columns inside it to camel case, and takes ten
// times as long over a large table
const fileOf = (row: Row): OutputFile => {
	const { specification, answer, description, statistic, population, claim, ...rest } = row;
	const { originalName, originalSha256, ...file } = rest;
	return {
		...file,
		original: originalSha256 === null ? null : { name: originalName, sha256: originalSha256 },
		context: { description, statistic, population, claim },
		answer: JSON.parse(answer) as OutputFile['answer'],
		specification: specification === null ? null : (JSON.parse(specification) as Json)
	};
};

/** The files of a request, in the order they were added. */
export async function files(tx: Tx, request: string): Promise<OutputFile[]> {
	const rows = await tx<Row[]>`
		select ${tx(columns)}, specification::text, answer::text
		from output_file
		where request_id = ${request}
		order by created_at, id
	`;
	return rows.map(fileOf);
}

/** The same without what was found in them. */
export const kindsOf = (
	tx: Tx,
	request: string
): Promise<Pick<OutputFile, 'id' | 'name' | 'kind' | 'sha256'>[]> =>
	tx<Pick<OutputFile, 'id' | 'name' | 'kind' | 'sha256'>[]>`
		select id, name, kind, sha256
		from output_file
		where request_id = ${request}
		order by created_at, id
	`;

/** One file of a request. @throws Problem 404. */
export async function file(tx: Tx, request: string, id: string): Promise<OutputFile> {
	const [found] = await tx<Row[]>`
		select ${tx(columns)}, specification::text, answer::text
		from output_file
		where request_id = ${request} and id = ${id}
	`;
	if (!found) throw new Problem(404, 'There is no such file.');
	return fileOf(found);
}

const plain = (answer: Prepared['answer']) => answer as unknown as Json;

export type New = {
	readonly name: string;
	readonly supporting: boolean;
	readonly at: Temporal.Instant;
};

/** Adds a file to a request; gives its id. */
export async function add(tx: Tx, request: string, made: Prepared, as: New): Promise<string> {
	const { context, original } = made;
	const [row] = await tx<{ id: string }[]>`
		insert into output_file (
			request_id, name, kind, media, supporting, sql, specification, control, verdict, answer, sha256, bytes,
			original_name, original_sha256, description, statistic, population, claim, created_at, updated_at
		)
		values (
			${request}, ${as.name}, ${made.kind}, ${made.media}, ${as.supporting}, ${made.sql},
			${made.specification === null ? null : tx.json(made.specification)}, ${made.control},
			${made.verdict}, ${tx.json(plain(made.answer))}, ${made.sha256}, ${made.bytes},
			${original?.name ?? ''}, ${original?.sha256 ?? null}, ${context.description},
			${context.statistic}, ${context.population}, ${context.claim}, ${as.at}, ${as.at}
		)
		returning id
	`;
	if (!row) throw new Error('The file was not stored.');
	await keepEvidence(tx, row.id, made.evidence);
	return row.id;
}

/** Another make of the same file in its place; its context stays. */
export async function replace(
	tx: Tx,
	id: string,
	made: Prepared,
	at: Temporal.Instant
): Promise<void> {
	await tx`
		update output_file
		set kind = ${made.kind},
		    media = ${made.media},
		    specification = ${made.specification === null ? null : tx.json(made.specification)},
		    control = ${made.control},
		    verdict = ${made.verdict},
		    answer = ${tx.json(plain(made.answer))},
		    sha256 = ${made.sha256},
		    bytes = ${made.bytes},
		    original_name = ${made.original?.name ?? ''},
		    original_sha256 = ${made.original?.sha256 ?? null},
		    updated_at = ${at}
		where id = ${id}
	`;
	await keepEvidence(tx, id, made.evidence);
}

/** What a file says of itself, and which table a plot was drawn from. */
export async function describe(
	tx: Tx,
	id: string,
	{ description, statistic, population, claim }: Context,
	data: string | null
): Promise<void> {
	await tx`
		update output_file
		set description = ${description}, statistic = ${statistic}, population = ${population}, claim = ${claim},
		    data_file_id = ${data}
		where id = ${id}
	`;
}

/** Who asks for a release writes the evidence and cannot read it: the function is the only door. */
async function keepEvidence(tx: Tx, id: string, evidence: Json): Promise<void> {
	if (evidence !== null) await tx`select app.keep_evidence(${id}, ${tx.json(evidence)})`;
}

export async function remove(tx: Tx, request: string, id: string): Promise<void> {
	await tx`delete from output_file where request_id = ${request} and id = ${id}`;
}

/** What stands behind the cells of a request's files; no row for who may not see it. */
export async function evidence(
	tx: Tx,
	request: string
): Promise<{ fileId: string; evidence: unknown }[]> {
	const rows = await tx<{ fileId: string; evidence: string }[]>`
		select e.file_id, e.evidence::text
		from output_evidence e
		join output_file f on f.id = e.file_id
		where f.request_id = ${request}
	`;
	return rows.map((row) => ({ fileId: row.fileId, evidence: JSON.parse(row.evidence) as unknown }));
}

export type Released = { readonly id: string; readonly name: string; readonly sha256: string };

/** The files as they were released, whatever became of the request since; none before. */
export async function released(tx: Tx, request: string): Promise<Released[]> {
	const [row] = await tx<{ files: Released[] }[]>`
		select files from release where request_id = ${request}
	`;
	return row?.files ?? [];
}

/** The files that the project of a request released last under each name, taken-back ones left out. */
export const cleared = (tx: Tx, request: string): Promise<Released[]> =>
	tx<Released[]>`
		select distinct on (one.file ->> 'name')
			one.file ->> 'id' as id, one.file ->> 'name' as name, one.file ->> 'sha256' as sha256
		from output_request r
		join release l on l.project_id = r.project_id and l.request_id <> r.id and l.revoked_at is null
		cross join lateral jsonb_array_elements(l.files) as one (file)
		where r.id = ${request}
		order by one.file ->> 'name', l.released_at desc
	`;
