import type { DuckDBConnection } from '@duckdb/node-api';
import type { Specification } from '#domain/disclosure/judge.ts';
import { describe } from './database.ts';
import { EvidenceError } from './expression.ts';

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/;

export const counted = ({ statistic }: Specification): boolean =>
	statistic === 'count' || statistic === 'mode';

/** The type of column `raw` of a table. @throws EvidenceError when the statistic needs numbers. */
export async function insistNumeric(
	db: DuckDBConnection,
	table: string,
	specification: Specification,
	column = 'raw'
): Promise<string> {
	const type = (await describe(db, table)).get(column) ?? '';
	if (!counted(specification) && !numeric.test(type))
		throw new EvidenceError(
			`“${specification.value ?? ''}” holds ${type.toLowerCase()}, and ${specification.statistic} needs numbers; choose another column.`
		);
	return type;
}

/** What a record adds to its cell; null when it has no value. */
export function valueSql(specification: Specification, type: string): string {
	if (counted(specification)) return 'case when raw is not null then 1.0::double end';
	return type === 'DOUBLE' || type === 'FLOAT'
		? 'case when isfinite(raw) then raw::double end'
		: 'raw::double';
}
