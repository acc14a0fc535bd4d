import { createHmac } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { key as placeOf, type Evidence } from '#domain/disclosure/evidence.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { hmacSql, installMacros, loadKey } from '#workspaces/deidentify/pseudonym.ts';
import { dimensionsOf } from './compile.ts';
import { rows } from './database.ts';
import { EvidenceError } from './expression.ts';

/** What random rounding and cell keys are made with; no researcher has either (settled.md 17). */
export type Secret = {
	/** 32 bytes that stay the same for as long as earlier releases are to round the same way. */
	readonly key: Uint8Array;
	/**
	 * A Parquet file of `pid` and `number`: people keep their number where each project has its own
	 * pseudonyms. Null: the unit's own value is its number.
	 */
	readonly numbers: string | null;
};

/** The name under which `Secret.numbers` is opened. */
export const numbered = '(numbered)';

/** The column with each record's own key, when the policy names one. */
export const recordKeyOf = ({ rounding }: Policy): string | undefined =>
	rounding !== null && 'recordKey' in rounding ? rounding.recordKey : undefined;

/** Whether the policy's rounding asks who stands behind a cell. */
export const needsKeys = ({ rounding }: Policy): boolean =>
	rounding?.method === 'random' || rounding?.method === 'cell-key';

const domain = 'record-key';

/**
 * Gives each cell the sum of its units' keys, modulo 2³². The same people have the same sum whatever
 * the cell is called, so a question put in other words is rounded the same way.
 * @throws EvidenceError when there is neither a column of keys nor a secret to make them with.
 */
export async function withKeys(
	db: DuckDBConnection,
	cells: readonly Evidence[],
	specification: Specification,
	policy: Policy,
	secret: Secret | undefined
): Promise<Evidence[]> {
	await keyUnits(db, policy, secret);
	const lost = await rows(db, 'select count(*)::integer as units from keyed where key is null');
	if (Number(lost[0]?.['units'] ?? 0) > 0)
		throw new EvidenceError(
			'Some records have no key, so the table cannot be rounded as the policy demands; count people by their identifier.'
		);
	const places = dimensionsOf(specification).map((_, d) => `c${d}`);
	const by = places.map((place) => `${place}, `).join('');
	const sums = await rows(
		db,
		`select ${by}(sum(key::hugeint) % 4294967296)::double as keys from (
			select distinct ${by}unit from record where value is not null and unit is not null
		) join keyed using (unit) ${places.length === 0 ? '' : 'group by all'}`
	);
	const width = specification.rows.length;
	const known = new Map(
		sums.map((row) => {
			const labels = places.map((place) => String(row[place]));
			const place = placeOf({ row: labels.slice(0, width), column: labels.slice(width) });
			return [place, Number(row['keys'] ?? 0)];
		})
	);
	return cells.map((cell) => ({ ...cell, keys: known.get(placeOf(cell)) ?? 0 }));
}

async function keyUnits(
	db: DuckDBConnection,
	policy: Policy,
	secret: Secret | undefined
): Promise<void> {
	if (recordKeyOf(policy) !== undefined) {
		await db.run(
			`create temp table keyed as select unit, any_value(try_cast(record_key as ubigint)) as key
			from asked where unit is not null group by unit`
		);
		return;
	}
	if (secret === undefined)
		throw new EvidenceError(
			'The policy demands a rounding that needs random keys: give a key file, or name the column of record keys in the policy.'
		);
	await installMacros(db);
	await loadKey(db, domain, createHmac('sha256', secret.key).update(domain).digest());
	const number = secret.numbers === null ? 'unit' : 'n.number';
	const join =
		secret.numbers === null ? '' : `left join "${numbered}" n on n.pid::varchar = unit::varchar`;
	await db.run(
		`create temp table keyed as
		select unit, ('0x' || substr(${hmacSql(domain, `${number}::varchar`)}, 1, 8))::ubigint as key
		from (select distinct unit from asked where unit is not null) ${join}`
	);
}

/** A number in [0, 1) for a text, that nobody can work out without the key. */
export const drawWith =
	({ key }: Secret) =>
	(cell: string): number =>
		createHmac('sha256', key).update(`cell|${cell}`).digest().readUIntBE(0, 6) / 2 ** 48;
