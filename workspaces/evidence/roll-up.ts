import type { DuckDBConnection } from '@duckdb/node-api';
import { maximumCells } from '#domain/disclosure/grid.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import {
	dimensionsOf,
	labelsFrom,
	rawRecordsOf,
	type Columns,
	type Organisation
} from './compile.ts';
import { rows, run, type Row } from './database.ts';
import { EvidenceError } from './expression.ts';
import { categoriesOf, keepLabels } from './labels.ts';
import { fewFigures, fewOfUnits, rarerSql, valuesMatter } from './few-sql.ts';
import { underLabels, withOrganisations } from './roll-up-organisations.ts';
import { insistNumeric, valueSql } from './values.ts';

/**
 * Counts, sums and means with what stands behind them, in one pass over the records: they are added up
 * by the raw values of the dimensions first, which are few, and only that small table is given its
 * labels, parents and totals. A unit that is in several of its cells is added up again for each
 * parent and total, so that it counts once there; everybody else's figures are simply added.
 */
export async function rolledUp(
	db: DuckDBConnection,
	specification: Specification,
	columns: Columns,
	organisation: Organisation | null,
	policy: Policy
): Promise<Row[]> {
	const records = rawRecordsOf(specification, columns, organisation);
	await run(db, { ...records, sql: `create temp table shape as ${records.sql}\nlimit 0` });
	const type = await insistNumeric(db, 'shape', specification);
	const value = valueSql(specification, type);
	const from = organisation === null ? `(${records.sql})` : 'taken';
	const values = organisation === null ? records.values : [];
	if (organisation !== null)
		await run(db, { ...records, sql: `create temp table taken as ${records.sql}` });

	const raw = dimensionsOf(specification).map((_, d) => `g${d}`);
	const largest = Math.max(2, policy.dominance?.n ?? 2);
	const few = valuesMatter(specification);
	const figures = `count(*) as records, count(value) as present, fsum(value) as x,
		count(*) filter (value < 0) as negatives, min(value) as low, max(value) as high
		${few ? `, ${fewFigures}` : ''}`;
	const base = `(select *, ${value} as value from ${from})`;
	const units = specification.unit !== null;
	const by = [...raw, ...(units ? ['unit'] : [])].join(', ');
	const alone = units
		? figures
		: `${figures}, count(value) as units, max(value, ${largest}) as largest, count(*) - count(value) as missing
			${few ? ', count(*) filter (value <> 0) as nonzero' : ''}`;
	const grouped = by === '' ? '' : `group by ${by}`;
	await run(db, {
		sql: `create temp table part as select ${by === '' ? '' : `${by},`} ${alone} from ${base} ${grouped}`,
		values
	});
	const plain = await label(db, specification);
	const apart = units && !plain && !(await eachInOne(db));
	if (units && !apart) await gather(db, raw, ofUnits(specification, largest));
	const cells = apart
		? await onceEach(db, specification, largest)
		: await added(db, specification, units ? 'gathered' : 'part', largest);
	if (organisation === null) return cells;
	return withOrganisations(db, specification, cells, base, apart || units);
}

/** Whether every unit is in one cell alone, so that parents and totals are plain sums. */
async function eachInOne(db: DuckDBConnection): Promise<boolean> {
	const [row] = await rows(
		db,
		'select count(*) = count(distinct unit) as one from part where unit is not null'
	);
	return row?.['one'] === true;
}

/** Tables m0 … mk, of raw values and labels. True when no cell of the table is made of several. */
async function label(db: DuckDBConnection, specification: Specification): Promise<boolean> {
	let plain = true;
	for (const [d, column] of dimensionsOf(specification).entries()) {
		const values = `(select distinct g${d} from part limit ${maximumCells + 1})`;
		const statement = labelsFrom(specification, d, values);
		await run(db, { ...statement, sql: `create temp table m${d} as ${statement.sql}` });
		const categories = await categoriesOf(db, column, `select label from m${d}`);
		if (categories.length > maximumCells)
			throw new EvidenceError(`“${column}” has too many different values to be a group.`);
		const distinct = [...new Set(categories)];
		const labels = await keepLabels(db, specification, d, distinct);
		plain &&= labels === distinct.length && distinct.length === categories.length;
	}
	return plain;
}

/** One row a raw cell out of one row a unit and cell. */
const gather = async (
	db: DuckDBConnection,
	raw: readonly string[],
	figures: string
): Promise<void> => {
	const by = raw.map((name) => `${name}, `).join('');
	await db.run(
		`create temp table gathered as select ${by} ${figures} from part ${raw.length === 0 ? '' : `group by ${raw.join(', ')}`}`
	);
};

const ofUnits = (specification: Specification, largest: number): string => `
	count(*) filter (present > 0 and unit is not null) as units, sum(records) as records,
	sum(present) as present, fsum(x) as x, max(x, ${largest}) filter (present > 0) as largest,
	sum(negatives) as negatives, min(low) as low, max(high) as high,
	sum(case when unit is null then records else records - present end) as missing
	${valuesMatter(specification) ? `, ${fewOfUnits}` : ''}`;

/** Cells as sums of raw cells: right when nobody is in two of them. */
async function added(
	db: DuckDBConnection,
	specification: Specification,
	table: string,
	largest: number
): Promise<Row[]> {
	const { select, by, group } = underLabels(specification, table);
	const few = valuesMatter(specification);
	return rows(
		db,
		`select ${by} sum(units)::double as units, sum(records)::double as records, fsum(x)::double as x,
			list_reverse_sort(flatten(list(largest) filter (largest is not null)))[1:${largest}] as largest,
			sum(negatives)::double as negatives, sum(missing)::double as missing,
			${few ? `sum(nonzero)::double as nonzero, ${rarerSql('sum(present)', 'fsum(x)', 'fsum(xx)', 'min(low)', 'max(high)')} as rarer,` : ''}
			${finish(specification)}
		from (${select}) ${group}`
	);
}

/** Cells in which each unit is added up anew. */
async function onceEach(
	db: DuckDBConnection,
	specification: Specification,
	largest: number
): Promise<Row[]> {
	const { select, by, group } = underLabels(specification, 'part');
	const few = valuesMatter(specification);
	const perUnit = group === '' ? 'group by unit' : `${group}, unit`;
	return rows(
		db,
		`select ${by} * exclude (${by === '' ? '' : by} present, low, high ${few ? ', xx' : ''}),
			${few ? `${rarerSql('present', 'x', 'xx', 'low', 'high')} as rarer,` : ''}
			${specification.statistic === 'mean' ? 'x / nullif(present, 0)' : 'x'} as statistic,
			coalesce(low = high, false) as all_equal
		from (
			select ${by} ${ofUnits(specification, largest)} from (
				select ${by} unit, sum(records) as records, sum(present) as present, fsum(x) as x,
					sum(negatives) as negatives, min(low) as low, max(high) as high
					${few ? ', fsum(xx) as xx, sum(others) as others' : ''}
				from (${select}) ${perUnit}
			) ${group}
		)`
	);
}

const finish = ({ statistic }: Specification): string => `
	${statistic === 'mean' ? 'fsum(x) / nullif(sum(present), 0)' : 'fsum(x)'} as statistic,
	coalesce(min(low) = max(high), false) as all_equal`;
