import { hkdfSync } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from './duck.ts';

export const keyLength = 32;

/**
 * The key of one project and one domain: HKDF-SHA-256 with an empty salt (deidentification.md §4).
 * `master` is 32 random bytes. A domain is never used for two kinds of identifier.
 */
export function deriveKey(master: Uint8Array, project: string, domain: string): Buffer {
	const info = `tre/pseudonym/v1|${project}|${domain}`;
	return Buffer.from(hkdfSync('sha256', master, '', info, keyLength));
}

/** HMAC's block: the key filled up to 64 bytes, each byte xored with the pad. */
function block(key: Uint8Array, pad: number): Buffer {
	const filled = Buffer.alloc(64);
	filled.set(key);
	return Buffer.from(filled.map((byte) => byte ^ pad));
}

const variable = (domain: string, side: 'i' | 'o') => `k_${side}_${domain.replaceAll(/\W/g, '_')}`;

/**
 * Puts a domain's key where only this connection's SQL can use it. The bytes are bound, not
 * written into the statement, so they reach no log and no error message.
 */
export async function loadKey(
	db: DuckDBConnection,
	domain: string,
	key: Uint8Array
): Promise<void> {
	for (const [side, pad] of [
		['i', 0x36],
		['o', 0x5c]
	] as const) {
		const statement = await db.prepare(`set variable ${variable(domain, side)} = $1`);
		statement.bindBlob(1, block(key, pad));
		await statement.run();
	}
}

/**
 * Two nested SHA-256 are HMAC-SHA-256 for keys of at most 64 bytes (RFC 2104). `uuid8` keeps 122 of
 * its bits, with the version and variant of RFC 9562.
 */
export async function installMacros(db: DuckDBConnection): Promise<void> {
	await db.run(`create temp macro hmac(inner_key, outer_key, message) as
		sha256(outer_key || unhex(sha256(inner_key || encode(message))))`);
	await db.run(`create temp macro uuid8(hex) as (
		substr(hex, 1, 12) || '8' || substr(hex, 14, 3)
		|| translate(substr(hex, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab')
		|| substr(hex, 18, 15))::uuid`);
	await db.run(`create temp macro canonical_nhs(text) as
		regexp_replace(text, '[ .\\-]', '', 'g')`);
	// the digits by their places in the number: a list of them would take ten times as long
	const digit = (place: number) => `try_cast(digits as bigint) // ${String(10 ** place)} % 10`;
	const weighed = Array.from(
		{ length: 9 },
		(_, at) => `${String(10 - at)} * (${digit(9 - at)})`
	).join(' + ');
	await db.run(`create temp macro valid_nhs(digits) as (
		regexp_full_match(digits, '[0-9]{10}') and (11 - (${weighed}) % 11) % 11 = ${digit(0)})`);
}

/** SQL for HMAC as 64 hex digits. `expression` is SQL text that yields VARCHAR. */
export const hmacSql = (domain: string, expression: string): string =>
	`hmac(getvariable(${literal(variable(domain, 'i'))}),
		getvariable(${literal(variable(domain, 'o'))}), ${expression})`;

/** SQL for a pseudonym of an identifier, as UUID. */
export const pseudonymSql = (domain: string, expression: string): string =>
	`uuid8(${hmacSql(domain, expression)})`;
