import type { DuckDBConnection } from '@duckdb/node-api';
import { classOf, type KnownColumn } from '../catalogue.ts';
import type { ClassCode } from '../classes.ts';
import { literal, quoted } from '../duck.ts';
import type { Run } from '../run.ts';
import type { SourceColumn } from '../source.ts';
import { canaries, clock, type Canary } from './people.ts';

/** Facts about places and codes, not people: the real tables are read. */
const reference = new Set([
	'postcode',
	'concept',
	'concept_ancestor',
	'concept_relationship',
	'controller'
]);

/** Classes that leave as they are, or banded: what is planted there is no identifier. */
const open = new Set<ClassCode>(['C08', 'C14', 'C15', 'C16', 'C17', 'C18']);

/** What one cell holds, and whether it must be nowhere in what is released. */
type Cell = { readonly value: string | null; readonly secret: boolean };

const plain = (value: string | number): Cell => ({ value: String(value), secret: false });
const secret = (value: string | number): Cell => ({ value: String(value), secret: true });

/** Keys of one kind are one number a canary, in whatever table: so references hold. */
function keyOf(column: string, at: number): number {
	const kind = column.replace(/^(preceding|parent)_/, '');
	const hash = Array.from(kind).reduce(
		(sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_000,
		7
	);
	return 2_050_000_000 + hash * 10_000 + at;
}

function dated(type: string, day: string): Cell {
	if (type.startsWith('TIMESTAMP')) return plain(`${day} ${clock}`);
	return plain(day);
}

function bornOn(column: string, type: string, { birth }: Canary): Cell {
	const [year = '', month = '', day = ''] = birth.split('-');
	if (/^(DATE|VARCHAR)/.test(type)) return secret(birth);
	if (type.startsWith('TIMESTAMP')) return { value: `${birth} ${clock}`, secret: true };
	if (column.includes('month')) return plain(Number(month));
	return plain(Number(column.includes('day') ? day : year));
}

/** What a column of its class and type holds of one canary; `day` is inside the study's period. */
function cell(column: KnownColumn, type: string, at: number, day: string): Cell {
	const canary = canaries[at] ?? canaries[0];
	const { name } = column;
	const code = classOf(column);
	if (!canary || code === null) return plain('');
	const whole = type.includes('INT');
	if (name === 'person_id') return whole ? secret(canary.person) : secret(String(canary.person));
	if (name.includes('nhs')) return secret(canary.nhs);
	if (code === 'C07' || name.includes('birth')) return bornOn(name, type, canary);
	if (code === 'C09' || code === 'C11') return dated(type, day);
	if (/^(DATE|TIMESTAMP)/.test(type)) return dated(type, day);
	if (type.startsWith('TIME')) return secret(clock);
	if (open.has(code)) return plain(type === 'VARCHAR' ? '1' : 1 + (at % 2));
	if (whole) return name.endsWith('_id') ? secret(keyOf(name, at)) : plain(at % 2);
	if (/DOUBLE|FLOAT|DECIMAL/.test(type)) return secret(`${String(50 + at)}.987654`);
	if (type === 'BOOLEAN') return plain('true');
	if (type === 'VARCHAR' || type === 'BLOB') return secret(`${canary.word} ${name}`);
	return { value: null, secret: false };
}

const value = (text: string | null, type: string) =>
	text === null ? 'null' : `try_cast(${literal(text)} as ${type})`;

async function plantTable(
	db: DuckDBConnection,
	table: string,
	known: readonly KnownColumn[],
	columns: readonly SourceColumn[],
	day: string
): Promise<string[]> {
	const secrets: string[] = [];
	const tuples = canaries.map((_, at) => {
		const values = columns.map(({ name, type }) => {
			const column = known.find((one) => one.name === name) ?? { name, type, class: '' };
			const made = cell(column, type, at, day);
			if (made.secret && made.value !== null) secrets.push(made.value);
			return value(made.value, type);
		});
		return `(${values.join(', ')})`;
	});
	const names = columns.map(({ name }) => quoted(name)).join(', ');
	await db.run(`create table ${quoted(`src_${table}`)} as
		select * from (values ${tuples.join(', ')}) v(${names})`);
	return secrets;
}

/**
 * Makes a source of the planted people alone, table for table and column for column like the real
 * one. Answers every value that must be nowhere in what is made of it.
 */
export async function plant(db: DuckDBConnection, run: Run, day: string): Promise<string[]> {
	const secrets = new Set<string>();
	for (const [table, columns] of run.source.tables) {
		if (reference.has(table)) {
			const path = `${run.source.dir}/${table}.parquet`;
			await db.run(
				`create view ${quoted(`src_${table}`)} as select * from read_parquet(${literal(path)})`
			);
			continue;
		}
		const known = run.source.known.tables.get(table);
		if (!known) continue;
		const made = await plantTable(db, table, known.columns, columns, day);
		for (const one of made) secrets.add(one.toLowerCase().replaceAll(' ', ''));
	}
	return [...secrets];
}
