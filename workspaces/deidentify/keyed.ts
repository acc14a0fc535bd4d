import {
	BIGINT,
	DuckDBBigIntVector,
	DuckDBScalarFunction,
	DuckDBUUIDVector,
	DuckDBVarCharVector,
	UUID,
	VARCHAR,
	type DuckDBConnection,
	type DuckDBDataChunk,
	type DuckDBVector
} from '@duckdb/node-api';
import { withHelpers } from './hmac-helpers.ts';
import { longest, pseudonymiser, type Read } from './hmac-lanes.ts';

const encoder = new TextEncoder();

const texts =
	(vector: DuckDBVarCharVector): Read =>
	(row, into) => {
		const text = vector.getItem(row) ?? '';
		const { read, written } = encoder.encodeInto(text, into.subarray(0, longest));
		return read === text.length ? written : encoder.encode(text);
	};

// the library's own view of the values: reading them one by one takes longer than hashing
const itemsOf = (vector: DuckDBBigIntVector) =>
	(vector as unknown as { readonly items: BigInt64Array }).items;
const bytesOf = (vector: DuckDBUUIDVector) =>
	(vector as unknown as { readonly dataView: DataView }).dataView;

const functionName = (domain: string, of: 'text' | 'number') =>
	`pseudonym_${of}_${domain.replaceAll(/\W/g, '_')}`;

/** Domains that a database has the key of, and how many values each was used on. */
const known = new WeakMap<DuckDBConnection, Map<string, number>>();

/** On how many values each domain's key was used here, a value as often as it was asked for. */
export const keyedHere = (db: DuckDBConnection): { domain: string; values: number }[] =>
	[...(known.get(db) ?? [])].sort().map(([domain, values]) => ({ domain, values }));

/**
 * Gives this connection's database two functions that make a domain's pseudonyms, of text and of
 * whole numbers. The key stays in memory of our own: no statement, variable or plan holds it.
 */
export function installPseudonyms(db: DuckDBConnection, domain: string, key: Uint8Array): void {
	const installed = known.get(db) ?? new Map<string, number>();
	known.set(db, installed);
	if (installed.has(domain)) return;
	installed.set(domain, 0);
	const make = pseudonymiser(key);
	const shared = withHelpers(key, make);
	const mainFunction = (_: unknown, chunk: DuckDBDataChunk, output: DuckDBVector) => {
		if (!(output instanceof DuckDBUUIDVector)) throw new TypeError('A pseudonym is a UUID.');
		installed.set(domain, (installed.get(domain) ?? 0) + chunk.rowCount);
		const vector = chunk.getColumnVector(0);
		const out = bytesOf(output);
		if (vector instanceof DuckDBBigIntVector) shared(itemsOf(vector), chunk.rowCount, out);
		else if (vector instanceof DuckDBVarCharVector) make(chunk.rowCount, texts(vector), out);
		else throw new TypeError('A pseudonym is made of text or of a whole number.');
		output.flush();
	};
	for (const [of, type] of [
		['text', VARCHAR],
		['number', BIGINT]
	] as const)
		db.registerScalarFunction(
			DuckDBScalarFunction.create({
				name: functionName(domain, of),
				parameterTypes: [type],
				returnType: UUID,
				mainFunction
			})
		);
}

/** SQL for the pseudonym of an identifier that is not null; `type` is its column's type. */
export function keyedSql(domain: string, expression: string, type: string): string {
	return /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type) && type !== 'UBIGINT'
		? `${functionName(domain, 'number')}((${expression})::bigint)`
		: `${functionName(domain, 'text')}((${expression})::varchar)`;
}
