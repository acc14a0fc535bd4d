import type { Expression, SnapshotSpecification } from '#domain/disclosure/specification.ts';
import { columnsOf, EvidenceError } from './expression.ts';
import { alike, person } from './sources.ts';
import { identifies, isCode } from './translate.ts';

/**
 * Holds a specification that did not come from a query just now to what a query must keep: people
 * are the unit, no group or condition tells them apart, and a value is a column as it stands.
 * @throws EvidenceError with what does not hold.
 */
export function insistTraceable(specification: SnapshotSpecification): void {
	const { unit, value, rows, columns, where } = specification;
	const unitField = unit === null ? undefined : field(specification, unit);
	if (unitField === undefined || !('table' in unitField) || !alike(unitField.column, person))
		throw new EvidenceError(
			`The unit of a table must be the column ${person} of one of its tables.`
		);
	const conditions = [...where, ...(specification.when ?? [])];
	const grouped = [...rows, ...columns, ...conditions.map((filter) => filter.column)];
	for (const name of grouped) {
		const read = columnsOf(field(specification, name));
		if (read.length === 0)
			throw new EvidenceError(`“${name}” is a constant: nothing in the data stands behind it.`);
		if (read.some(({ column }) => identifies(column)))
			throw new EvidenceError(
				`“${name}” tells people apart, so it cannot be a group or a condition.`
			);
	}
	const measured = [value, specification.over ?? null].filter((name) => name !== null);
	if (measured.some((name) => !('table' in field(specification, name))))
		throw new EvidenceError('A statistic must be over a column as it is in the data.');
	const counts = ['count', 'proportion', 'mode'].includes(specification.statistic);
	const codes = measured.find((name) => coded(field(specification, name)));
	if (!counts && codes !== undefined)
		throw new EvidenceError(`“${codes}” holds codes: count people by it instead.`);
}

/** A mean of codes says how many have each of them. */
const coded = (asked: Expression): boolean => 'table' in asked && isCode(asked.column);

/** Every name must be a field: in a snapshot a bare name could be a column of any table. */
function field(specification: SnapshotSpecification, name: string): Expression {
	const found = Object.hasOwn(specification.fields, name) ? specification.fields[name] : undefined;
	if (found === undefined)
		throw new EvidenceError(`“${name}” is not among the fields of the table.`);
	return found;
}
