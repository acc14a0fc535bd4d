import { join } from 'node:path';
import {
	BIGINT,
	BOOLEAN,
	DATE,
	DOUBLE,
	DuckDBDataChunk,
	INTEGER,
	TIMESTAMP,
	type DuckDBConnection,
	type DuckDBType
} from '@duckdb/node-api';
import {
	describedBy,
	framesFolder,
	taken,
	takenIfThere,
	width,
	type Frame,
	type FrameColumn,
	type Kind
} from './columns.ts';

const types: Readonly<Record<Kind, DuckDBType>> = {
	key: INTEGER,
	int: INTEGER,
	long: BIGINT,
	double: DOUBLE,
	bool: BOOLEAN,
	date: DATE,
	time: TIMESTAMP,
	text: INTEGER
};

/** Rows that DuckDB takes at once. */
const vectorSize = 2048;

/**
 * Makes a table of a frame that R or Python shared, under the frame's name. Whatever lies there is
 * taken for data: files of the wrong length make an error, and nothing else.
 * @throws Error in words for the analyst.
 */
export async function adopt(connection: DuckDBConnection, name: string): Promise<Frame> {
	let frame: Frame;
	try {
		frame = describedBy(name, taken(framesFolder, name, 'columns').toString());
		return await load(connection, frame);
	} catch (error) {
		const why = error instanceof Error ? error.message : '';
		throw new Error(`The frame ${name} cannot be read (${why}); share it again.`, { cause: error });
	}
}

type Column = FrameColumn & { readonly bytes: Buffer; readonly valid: Buffer | null };

function read({ name, rows }: Frame, column: FrameColumn, index: number): Column {
	const at = join(framesFolder, name);
	const bytes = taken(at, `${String(index)}.bin`);
	const valid = takenIfThere(at, `${String(index)}.valid`);
	if (bytes.length !== rows * width[column.kind] || (valid !== null && valid.length !== rows))
		throw new Error(`the column ${column.name} is not whole`);
	return { ...column, bytes, valid };
}

async function load(connection: DuckDBConnection, frame: Frame): Promise<Frame> {
	const held = frame.columns.map((column, index) => read(frame, column, index));
	const raw = `aldgate_raw_${frame.name}`;
	const labels = held.map((column, index) => ({ ...column, label: `c${String(index)}` }));
	await connection.run(
		`create or replace table ${raw} (${labels.map(({ kind, label }) => `${label} ${String(types[kind])}`).join(', ')})`
	);
	await append(connection, raw, frame.rows, held);
	const chosen: string[] = [];
	const joins: string[] = [];
	for (const [index, { kind, name, label, bytes }] of labels.entries()) {
		const shown = `"${name.replaceAll('"', '""')}"`;
		if (kind !== 'text' && kind !== 'key') {
			chosen.push(`${raw}.${label} as ${shown}`);
			continue;
		}
		const texts = `aldgate_texts_${String(index)}`;
		await bindTexts(
			connection,
			texts,
			kind === 'key' ? bytes : taken(framesFolder, frame.name, `${String(index)}.levels`)
		);
		const text = `${texts}.t${kind === 'key' ? '::uuid' : ''}`;
		chosen.push(`case when ${raw}.${label} is null then null else ${text} end as ${shown}`);
		joins.push(`left join ${texts} on ${texts}.i = ${raw}.${label}`);
	}
	await connection.run(
		`create or replace table "${frame.name}" as select ${chosen.join(', ')} from ${raw} ${joins.join(' ')}${joins.length > 0 ? ` order by ${raw}.rowid` : ''}`
	);
	await connection.run(`drop table ${raw}`);
	for (const index of held.keys())
		await connection.run(`drop table if exists aldgate_texts_${String(index)}`);
	return frame;
}

/** The different texts of a column as a table; DuckDB takes them apart. */
async function bindTexts(
	connection: DuckDBConnection,
	table: string,
	joined: Buffer
): Promise<void> {
	await connection.run(`set variable aldgate_joined = ''`);
	const statement = await connection.prepare('set variable aldgate_joined = $1::varchar');
	statement.bind([joined.toString()]);
	await statement.run();
	await connection.run(
		`create or replace table ${table} as select unnest(range(len(l)))::integer as i, unnest(l) as t from (select string_split(getvariable('aldgate_joined'), chr(31)) as l)`
	);
	await connection.run(`reset variable aldgate_joined`);
}

type Held = {
	readonly items?: { set(values: unknown, at?: number): void };
	readonly validity: { setItemValid(at: number, valid: boolean): void };
	setItem(at: number, value: unknown): void;
	flush(): void;
};

async function append(
	connection: DuckDBConnection,
	table: string,
	rows: number,
	columns: readonly Column[]
): Promise<void> {
	const appender = await connection.createAppender(table);
	const views = columns.map(viewOf);
	const chunkTypes = columns.map(({ kind }) => types[kind]);
	for (let from = 0; from < rows; from += vectorSize) {
		const count = Math.min(vectorSize, rows - from);
		const chunk = DuckDBDataChunk.create(chunkTypes, count);
		for (const [index, { kind, valid }] of columns.entries()) {
			const vector = chunk.getColumnVector(index) as unknown as Held;
			const view = views[index];
			if (kind === 'bool')
				for (let at = 0; at < count; at++) vector.setItem(at, view?.[from + at] === 1);
			else vector.items?.set(view?.subarray(from, from + count));
			if (valid)
				for (let at = 0; at < count; at++) vector.validity.setItemValid(at, valid[from + at] === 1);
			vector.flush();
		}
		appender.appendDataChunk(chunk);
	}
	appender.closeSync();
}

/** A column's bytes as the numbers DuckDB takes; copied, so that they lie on an even address. */
function viewOf({ kind, bytes }: Column) {
	if (kind === 'key') return Int32Array.from({ length: bytes.length / width.key }, (_, at) => at);
	const own = new Uint8Array(bytes).buffer;
	if (kind === 'long' || kind === 'time') return new BigInt64Array(own);
	if (kind === 'double') return new Float64Array(own);
	if (kind === 'bool') return new Uint8Array(own);
	return new Int32Array(own);
}
