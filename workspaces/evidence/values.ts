import type { DuckDBConnection } from '@duckdb/node-api';
import type { Specification } from '#domain/disclosure/judge.ts';
import { ofTwo } from '#domain/disclosure/statistic.ts';
import { describe } from './database.ts';
import { EvidenceError } from './expression.ts';

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/;

export const counted = ({ statistic }: Specification): boolean =>
	statistic === 'count' || statistic === 'mode' || statistic === 'proportion';

/** The type of column `raw` of a table. @throws EvidenceError when the statistic needs numbers. */
export async function insistNumeric(
	db: DuckDBConnection,
	table: string,
	specification: Specification
): Promise<string> {
	const types = await describe(db, table);
	const type = types.get('raw') ?? '';
	const second = types.get('second');
	const wrong = counted(specification)
		? undefined
		: [
				{ name: specification.value, type },
				...(second === undefined ? [] : [{ name: specification.over, type: second }])
			].find((one) => !numeric.test(one.type));
	if (wrong !== undefined)
		throw new EvidenceError(
			`“${wrong.name ?? ''}” holds ${wrong.type.toLowerCase()}, and ${specification.statistic} needs numbers; choose another column.`
		);
	return type;
}

/** What a record adds to its cell; null when it has no value. */
export function valueSql(specification: Specification, type: string): string {
	if (counted(specification)) return 'case when raw is not null then 1.0::double end';
	if (ofTwo.has(specification.statistic))
		return 'case when isfinite(raw::double) and isfinite(second::double) then raw::double end';
	return type === 'DOUBLE' || type === 'FLOAT'
		? 'case when isfinite(raw) then raw::double end'
		: 'raw::double';
}
