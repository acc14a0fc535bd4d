import { createHmac } from 'node:crypto';
import {
	DuckDBIntegerVector,
	DuckDBScalarFunction,
	DuckDBVarCharVector,
	INTEGER,
	VARCHAR,
	type DuckDBConnection,
	type DuckDBDataChunk,
	type DuckDBVector
} from '@duckdb/node-api';

/** The HMAC domain of shifts: no pseudonym is made in it. */
export const shiftDomain = 'dateshift';

/** Values that a shift can have: 364 days, or 52 whole weeks; none is zero. */
const spans = { days: [364n, 1], weeks: [52n, 7] } as const;

/**
 * How many days everything that happened to one person is moved by: -182 to 182 and never 0, from
 * the first 64 bits of an HMAC of the person's canonical key (deidentification.md §3.1).
 */
export function shiftOf(key: Uint8Array, person: string, unit: keyof typeof spans): number {
	const [values, step] = spans[unit];
	const first = createHmac('sha256', key).update(person, 'utf8').digest().readBigUInt64BE(0);
	const half = Number(values) / 2;
	const place = Number(first % values);
	return step * (place < half ? place - half : place - half + 1);
}

const installed = new WeakSet<DuckDBConnection>();

/** Gives this connection `shift_of(key)`: the HMAC key stays in our own memory. */
export function installShift(
	db: DuckDBConnection,
	key: Uint8Array,
	unit: keyof typeof spans
): void {
	if (installed.has(db)) return;
	installed.add(db);
	const kept = Buffer.from(key);
	const mainFunction = (_: unknown, chunk: DuckDBDataChunk, output: DuckDBVector) => {
		const people = chunk.getColumnVector(0);
		if (!(people instanceof DuckDBVarCharVector) || !(output instanceof DuckDBIntegerVector))
			throw new TypeError('A shift is made of text.');
		for (let row = 0; row < chunk.rowCount; row++)
			output.setItem(row, shiftOf(kept, people.getItem(row) ?? '', unit));
		output.flush();
	};
	db.registerScalarFunction(
		DuckDBScalarFunction.create({
			name: 'shift_of',
			parameterTypes: [VARCHAR],
			returnType: INTEGER,
			mainFunction
		})
	);
}

/** SQL for a person's shift in days; `expression` yields the canonical key. */
export const shiftSql = (expression: string): string => `shift_of((${expression})::varchar)`;
