import type { DuckDBConnection } from '@duckdb/node-api';
import { answer, answerLinked, type CheckerTable } from '#domain/disclosure/answer.ts';
import type { Evidence } from '#domain/disclosure/evidence.ts';
import { gridSize, maximumCells } from '#domain/disclosure/grid.ts';
import { judge, type Judged, type Specification } from '#domain/disclosure/judge.ts';
import { strictest, type Policy } from '#domain/disclosure/policy.ts';
import { linkedGroups } from '#domain/disclosure/suppression/groups.ts';
import type { Asking, Control } from '#domain/disclosure/protect.ts';
import { roundable, roundTable, type Rounded } from '#domain/disclosure/rounding/table.ts';
import { solver } from '#platform/solver.server.ts';
import { cellsOf, evidenceOf, waived } from './cells.ts';
import {
	onlyTable,
	recordsOf,
	registered,
	tablesOf,
	type Columns,
	type Organisation
} from './compile.ts';
import { describe, run, withTables } from './database.ts';
import { EvidenceError } from './expression.ts';
import { labelRecords } from './labels.ts';
import {
	drawWith,
	needsKeys,
	numbered,
	recordKeyOf,
	withKeys,
	type Secret
} from './record-keys.ts';
import { organisationsIn, withFurther } from './organisations.ts';
import { rolledUp } from './roll-up.ts';

export type Request = {
	/**
	 * Path of each table that the specification reads; of a plain one, its only file as `data`. A file
	 * under `registered` (person_id and the organisation's column) serves tables without that column.
	 */
	readonly files: Readonly<Record<string, string>>;
	readonly specification: Specification;
	readonly policy: Policy;
	readonly control?: Control;
	/** Needed where the policy's rounding is random or by cell key and the data bring no keys. */
	readonly secret?: Secret | undefined;
};

/**
 * The table that a specification asks for, with what stands behind each cell, judged and protected.
 * Everything about people is added up inside DuckDB: what arrives here is one row per cell.
 * @throws EvidenceError with one sentence when the specification does not fit the data.
 */
export async function evidence(request: Request): Promise<CheckerTable> {
	const { cells, specification, ...asked } = await asking(request);
	return answer(cells, specification, request.policy, await solver(), asked);
}

/**
 * Several tables that are published together, protected as one: a cell that two of them share is
 * hidden in both or in neither. Answers in the order of the requests, by the strictest of their
 * policies.
 * @throws EvidenceError as `evidence` does.
 */
export async function evidenceLinked(requests: readonly Request[]): Promise<CheckerTable[]> {
	return (await evidenceTogether(requests)).tables;
}

/** The same, and which of the tables hang together: their places in the list, a list a group. */
export async function evidenceTogether(
	requests: readonly Request[]
): Promise<{ readonly tables: CheckerTable[]; readonly groups: readonly (readonly number[])[] }> {
	const policy = strictest(requests.map((request) => request.policy));
	const tables: Asking[] = [];
	for (const request of requests) tables.push(await asking({ ...request, policy }));
	return { tables: answerLinked(tables, policy, await solver()), groups: linkedGroups(tables) };
}

async function asking(request: Request): Promise<Asking> {
	const { specification, policy, control } = request;
	const cells = judge(await evidenceCells(request), specification, policy);
	return { cells, specification, control, rounded: await roundedTable(cells, request) };
}

/** The table by the rounding that the policy demands; undefined where it demands none. */
async function roundedTable(
	cells: readonly Judged[],
	{ specification, policy, control, secret }: Request
): Promise<Rounded | undefined> {
	const { rounding, threshold } = policy;
	if (rounding === null || control === 'suppress' || !roundable(specification, rounding))
		return undefined;
	const solved = rounding.method === 'controlled' ? await solver() : null;
	// a table without a secret has its keys in a column, which the draws then rest on
	const draw = secret === undefined ? null : drawWith(secret);
	if (rounding.method === 'random' && draw === null)
		throw new EvidenceError('Random rounding needs a key file that nobody else has.');
	return roundTable(cells, specification, rounding, threshold, { solver: solved, draw });
}

/** What stands behind each cell that has records. */
export async function evidenceCells(request: Request): Promise<Evidence[]> {
	const { files, specification, policy } = request;
	const wanted = tablesOf(specification);
	if (Object.hasOwn(files, registered)) wanted.push(registered);
	const read = Object.fromEntries(wanted.map((table) => [table, pathOf(files, table)]));
	const { numbers } = request.secret ?? { numbers: null };
	if (needsKeys(policy) && numbers !== null) read[numbered] = numbers;
	return withTables(read, async (db) => {
		const columns = new Map<string, string[]>();
		for (const table of wanted) columns.set(table, [...(await describe(db, table)).keys()]);
		const kinds = organisationsIn(specification, columns, policy);
		const organisation =
			kinds.find(({ column }) => column === policy.organisations?.column) ?? null;
		const others = kinds.filter((kind) => kind !== organisation);
		const first = await added(db, request, columns, organisation);
		const cells = await withFurther(
			(work) => withTables(read, work),
			first,
			specification,
			columns,
			others
		);
		if (cells.length === 0)
			throw new EvidenceError('No record matches the conditions, so there is no table.');
		if (gridSize(cells) > maximumCells)
			throw new EvidenceError(
				`The table would have more than ${maximumCells.toLocaleString('en-GB')} cells; use fewer or broader groups.`
			);
		return needsKeys(policy) && request.control !== 'suppress'
			? withKeys(db, cells, specification, policy, request.secret)
			: cells;
	});
}

/** Adds the records up, in the quicker way where the statistic allows it and no keys are asked for. */
async function added(
	db: DuckDBConnection,
	{ specification, policy }: Request,
	columns: Columns,
	organisation: Organisation | null
): Promise<Evidence[]> {
	const plain = ['count', 'sum', 'mean'].includes(specification.statistic);
	if (plain && !needsKeys(policy) && !waived(specification))
		return evidenceOf(
			await rolledUp(db, specification, columns, organisation, policy),
			specification
		);
	const records = recordsOf(specification, columns, organisation, recordKeyOf(policy));
	await run(db, { ...records, sql: `create temp table asked as ${records.sql}` });
	await labelRecords(db, specification);
	return cellsOf(db, specification, policy, organisation !== null);
}

function pathOf(files: Readonly<Record<string, string>>, table: string): string {
	const path = Object.hasOwn(files, table) ? files[table] : undefined;
	if (path === undefined)
		throw new EvidenceError(
			table === onlyTable ? 'Name the file that holds the data.' : `There is no table “${table}”.`
		);
	return path;
}
