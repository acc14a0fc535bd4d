import type { DuckDBValue } from '@duckdb/node-api';
import type { Value } from '../protocol.ts';

/** Longest text of a cell, in characters; the rest is cut and an ellipsis says so. */
export const longestText = 1000;

/**
 * A value as JSON can carry it exactly: whole numbers up to 2^53 are numbers and larger ones text;
 * dates, decimals, identifiers and all nested values are DuckDB's own text.
 */
export function shown(value: DuckDBValue): Value {
	if (value === null || typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
	if (typeof value === 'bigint') {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value.toString();
	}
	return cut(typeof value === 'string' ? value : String(value));
}

const cut = (text: string): string =>
	text.length > longestText ? `${text.slice(0, longestText)}…` : text;
