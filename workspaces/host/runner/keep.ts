import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBVector } from '@duckdb/node-api';
import {
	described,
	framesFolder,
	width,
	type Frame,
	type FrameColumn,
	type Kind
} from './columns.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** How a type of DuckDB goes into a frame: its kind, and the expression that makes it so. */
function kindOf(type: string, column: string): [Kind, string] {
	if (/^(U?TINYINT|U?SMALLINT|INTEGER)$/.test(type)) return ['int', `${column}::integer`];
	if (type === 'BIGINT' || type === 'UINTEGER') return ['long', `${column}::bigint`];
	if (/^(DOUBLE|FLOAT|DECIMAL|U?HUGEINT|UBIGINT)/.test(type) && !type.endsWith(']'))
		return ['double', `${column}::double`];
	if (type === 'BOOLEAN') return ['bool', column];
	if (type === 'DATE') return ['date', column];
	if (type.startsWith('TIMESTAMP') && !type.endsWith(']')) return ['time', `${column}::timestamp`];
	if (type === 'UUID') return ['key', column];
	return ['text', `${column}::varchar`];
}

/**
 * Writes a table of the session as a frame. Numbers are copied as DuckDB holds them; texts go as
 * numbers of their different texts, which DuckDB works out: a million rows take a fraction of a second.
 */
export async function keep(connection: DuckDBConnection, name: string): Promise<Frame> {
	const read = await connection.runAndReadAll(
		`select column_name, data_type from duckdb_columns() where table_name = '${name}' and schema_name = 'main' and not internal order by column_index`
	);
	const draft = join(framesFolder, `.${name}.draft`);
	rmSync(draft, { recursive: true, force: true });
	mkdirSync(draft);
	const columns: FrameColumn[] = [];
	const expressions: string[] = [];
	for (const [index, row] of read.getRowsJS().entries()) {
		const [label = '', type = ''] = row.map(String);
		let [kind, expression] = kindOf(type, quoted(label));
		if (kind === 'key' && (await repeats(connection, name, expression)))
			[kind, expression] = ['text', `${expression}::varchar`];
		let levels = 0;
		if (kind === 'text') {
			levels = await texts(connection, { name, index, expression, draft });
			expressions.push(`enum_code((${expression})::${textType(index)})::integer`);
		} else expressions.push(expression);
		columns.push({ name: label, kind, levels });
	}
	const rows = await copy(connection, `select ${expressions.join(', ')} from ${quoted(name)}`, {
		columns,
		draft
	});
	const frame = { name, rows, columns };
	writeFileSync(join(draft, 'columns'), described(frame));
	for (const index of columns.keys())
		await connection.run(`drop type if exists ${textType(index)}`);
	rmSync(join(framesFolder, name), { recursive: true, force: true });
	renameSync(draft, join(framesFolder, name));
	return frame;
}

/** Whether identifiers come again often enough that numbering them makes the frame smaller. */
async function repeats(connection: DuckDBConnection, name: string, column: string) {
	const read = await connection.runAndReadAll(
		`select approx_count_distinct(${column}) * 4 < count(*) from ${quoted(name)}`
	);
	return read.getRowsJS()[0]?.[0] === true;
}

const textType = (index: number): string => `aldgate_text_${String(index)}`;

type Texts = {
	readonly name: string;
	readonly index: number;
	readonly expression: string;
	readonly draft: string;
};

/** Numbers the different texts of a column, writes them and says how many there are. */
async function texts(
	connection: DuckDBConnection,
	{ name, index, expression, draft }: Texts
): Promise<number> {
	const type = textType(index);
	await connection.run(
		`create type ${type} as enum (select distinct ${expression} from ${quoted(name)} where ${expression} is not null)`
	);
	const read = await connection.runAndReadAll(
		`select len(l), array_to_string(list_transform(l, lambda t: replace(t, chr(31), ' ')), chr(31)) from (select enum_range(null::${type})::varchar[] as l)`
	);
	const [[count, joined] = []] = read.getRowsJS();
	writeFileSync(
		join(draft, `${String(index)}.levels`),
		typeof joined === 'string' && Number(count) > 0 ? `${joined}\x1f` : ''
	);
	return Number(count);
}

async function copy(
	connection: DuckDBConnection,
	sql: string,
	{ columns, draft }: { columns: readonly FrameColumn[]; draft: string }
): Promise<number> {
	const parts = columns.map((): Buffer[] => []);
	const valid = columns.map((): Buffer[] => []);
	const some = columns.map(() => false);
	let rows = 0;
	const result = await connection.stream(sql);
	for (;;) {
		const chunk = await result.fetchChunk();
		if (chunk === null || chunk.rowCount === 0) break;
		for (const [index, { kind }] of columns.entries()) {
			const vector = chunk.getColumnVector(index) as Held;
			parts[index]?.push(bytesOf(vector, kind, chunk.rowCount));
			const flags = flagsOf(vector, chunk.rowCount);
			if (flags.includes(0)) some[index] = true;
			valid[index]?.push(flags);
		}
		rows += chunk.rowCount;
	}
	for (const index of columns.keys()) {
		writeFileSync(join(draft, `${String(index)}.bin`), Buffer.concat(parts[index] ?? []));
		if (some[index])
			writeFileSync(join(draft, `${String(index)}.valid`), Buffer.concat(valid[index] ?? []));
	}
	return rows;
}

type Held = DuckDBVector & {
	readonly items?: Int32Array | BigInt64Array | Float64Array;
	readonly dataView?: DataView;
	readonly validity: { readonly data: BigUint64Array | null; itemValid(at: number): boolean };
};

function bytesOf(vector: Held, kind: Kind, rows: number): Buffer {
	if (kind === 'key') return keysOf(vector, rows);
	if (kind === 'bool')
		return Buffer.from(Uint8Array.from({ length: rows }, (_, at) => (vector.getItem(at) ? 1 : 0)));
	const { items } = vector;
	if (items === undefined) throw new Error(`A column of ${kind} is not held as numbers.`);
	return Buffer.from(Buffer.from(items.buffer, items.byteOffset, rows * width[kind]));
}

function flagsOf({ validity }: Held, rows: number): Buffer {
	if (validity.data === null) return Buffer.alloc(rows, 1);
	return Buffer.from(
		Uint8Array.from({ length: rows }, (_, at) => (validity.itemValid(at) ? 1 : 0))
	);
}

const digits = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const high = Uint8Array.from({ length: 256 }, (_, byte) => digits[byte >> 4] ?? 0);
const low = Uint8Array.from({ length: 256 }, (_, byte) => digits[byte & 15] ?? 0);
/** Where the 16 bytes of an identifier stand among its 36 letters. */
const places = Uint8Array.from([0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]);

/** Identifiers as text, from the 16 bytes DuckDB holds: low half first, the highest bit turned. */
function keysOf({ dataView }: Held, rows: number): Buffer {
	if (dataView === undefined) throw new Error('A column of identifiers is not held as bytes.');
	const held = new Uint8Array(dataView.buffer, dataView.byteOffset, rows * 16);
	const bytes = Buffer.alloc(rows * width.key, '00000000-0000-0000-0000-000000000000\x1f');
	for (let row = 0, at = 0; row < rows; row++, at += width.key)
		for (let byte = 0; byte < 16; byte++) {
			const value = (held[row * 16 + 15 - byte] ?? 0) ^ (byte === 0 ? 0x80 : 0);
			const place = at + (places[byte] ?? 0);
			bytes[place] = high[value] ?? 0;
			bytes[place + 1] = low[value] ?? 0;
		}
	return bytes;
}
