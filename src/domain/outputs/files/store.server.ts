import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { OutputFile, Prepared } from './file.ts';

const columns = [
	'id',
	'name',
	'kind',
	'sql',
	'control',
	'verdict',
	'answer',
	'sha256',
	'bytes'
] as const;

type Row = Omit<OutputFile, 'specification'> & { readonly specification: string | null };

// as text, because the driver would turn the names of columns inside it to camel case
const fileOf = ({ specification, ...file }: Row): OutputFile => ({
	...file,
	specification: specification === null ? null : (JSON.parse(specification) as Json)
});

/** The files of a request, in the order they were added. */
export async function files(tx: Tx, request: string): Promise<OutputFile[]> {
	const rows = await tx<Row[]>`
		select ${tx(columns)}, specification::text
		from output_file
		where request_id = ${request}
		order by created_at, id
	`;
	return rows.map(fileOf);
}

/** One file of a request. @throws Problem 404. */
export async function file(tx: Tx, request: string, id: string): Promise<OutputFile> {
	const [found] = await tx<Row[]>`
		select ${tx(columns)}, specification::text
		from output_file
		where request_id = ${request} and id = ${id}
	`;
	if (!found) throw new Problem(404, 'There is no such file.');
	return fileOf(found);
}

const plain = (answer: Prepared['answer']) => answer as unknown as Json;

export async function add(
	tx: Tx,
	request: string,
	name: string,
	made: Prepared,
	at: Temporal.Instant
): Promise<void> {
	const [row] = await tx<{ id: string }[]>`
		insert into output_file (
			request_id, name, kind, sql, specification, control, verdict, answer, sha256, bytes, created_at, updated_at
		)
		values (
			${request}, ${name}, ${made.kind}, ${made.sql},
			${made.specification === null ? null : tx.json(made.specification)}, ${made.control},
			${made.verdict}, ${tx.json(plain(made.answer))}, ${made.sha256}, ${made.bytes}, ${at}, ${at}
		)
		returning id
	`;
	if (row) await keepEvidence(tx, row.id, made.evidence);
}

export async function replace(
	tx: Tx,
	id: string,
	made: Prepared,
	at: Temporal.Instant
): Promise<void> {
	await tx`
		update output_file
		set control = ${made.control},
		    verdict = ${made.verdict},
		    answer = ${tx.json(plain(made.answer))},
		    sha256 = ${made.sha256},
		    bytes = ${made.bytes},
		    updated_at = ${at}
		where id = ${id}
	`;
	await keepEvidence(tx, id, made.evidence);
}

/** Who asks for a release writes the evidence and cannot read it: the function is the only door. */
async function keepEvidence(tx: Tx, id: string, evidence: Json): Promise<void> {
	if (evidence !== null) await tx`select app.keep_evidence(${id}, ${tx.json(evidence)})`;
}

export async function remove(tx: Tx, request: string, id: string): Promise<void> {
	await tx`delete from output_file where request_id = ${request} and id = ${id}`;
}

/** What stands behind the cells of a request's files; no row for who may not see it. */
export const evidence = (
	tx: Tx,
	request: string
): Promise<{ fileId: string; evidence: unknown }[]> =>
	tx<{ fileId: string; evidence: unknown }[]>`
		select e.file_id, e.evidence
		from output_evidence e
		join output_file f on f.id = e.file_id
		where f.request_id = ${request}
	`;

export type Released = { readonly id: string; readonly name: string; readonly sha256: string };

/** The files as they were released, whatever became of the request since; none before. */
export async function released(tx: Tx, request: string): Promise<Released[]> {
	const [row] = await tx<{ files: Released[] }[]>`
		select files from release where request_id = ${request}
	`;
	return row?.files ?? [];
}
