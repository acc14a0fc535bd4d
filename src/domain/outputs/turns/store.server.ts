import type { Tx } from '#platform/db.server.ts';
import type { OutputFile } from '../files/file.ts';
import type { Request } from '../output.ts';

/** A file as it was at a turn: its words, its bytes by their hash, and the answer on it. */
export type SentFile = Pick<
	OutputFile,
	| 'id'
	| 'name'
	| 'kind'
	| 'media'
	| 'supporting'
	| 'dataFileId'
	| 'control'
	| 'verdict'
	| 'context'
	| 'sha256'
	| 'answer'
>;

export type Turn = {
	readonly turn: number;
	readonly title: string;
	readonly purpose: string;
	readonly description: string;
	readonly files: readonly SentFile[];
	readonly at: Temporal.Instant;
};

/** A request as it was sent, turn by turn, the first one first. */
export const turns = (tx: Tx, request: string): Promise<Turn[]> =>
	tx<Turn[]>`
		select turn, title, purpose, description, files, at
		from output_turn
		where request_id = ${request}
		order by turn
	`;

/** The files as they were sent at one turn; none when there was no such turn. */
export async function filesAt(tx: Tx, request: string, turn: number): Promise<SentFile[]> {
	const [row] = await tx<{ files: string }[]>`
		select files::text from output_turn where request_id = ${request} and turn = ${turn}
	`;
	return row === undefined ? [] : (JSON.parse(row.files) as SentFile[]);
}

/** Keeps what goes to the checkers now, and says of each file what they saw of it before. */
export async function keepTurn(
	tx: Tx,
	{ id, turn }: Pick<Request, 'id' | 'turn'>,
	sent: Omit<Turn, 'turn'> & { readonly person: string }
): Promise<void> {
	await tx`
		update output_file f
		set earlier_sha256 = (
			select one.file ->> 'sha256'
			from output_turn t
			cross join lateral jsonb_array_elements(t.files) as one (file)
			where t.request_id = f.request_id and t.turn = ${turn - 1} and one.file ->> 'id' = f.id::text
		)
		where f.request_id = ${id}
	`;
	await tx`
		insert into output_turn (request_id, turn, person_id, title, purpose, description, files, at)
		values (
			${id}, ${turn}, ${sent.person}, ${sent.title}, ${sent.purpose}, ${sent.description},
			${tx.json(sent.files.map(plain))}, ${sent.at}
		)
	`;
}

const plain = (file: SentFile): SentFile => ({
	id: file.id,
	name: file.name,
	kind: file.kind,
	media: file.media,
	supporting: file.supporting,
	dataFileId: file.dataFileId,
	control: file.control,
	verdict: file.verdict,
	context: file.context,
	sha256: file.sha256,
	answer: file.answer
});
