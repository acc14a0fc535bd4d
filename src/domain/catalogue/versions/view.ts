import { kindNames, type ControllerKind } from '#domain/controllers/coverage.ts';
import { plural } from '#platform/time.ts';
import { disclosureClass, disclosureClasses } from '../classes.ts';
import { roundedToFive, tableName, typeInWords } from '../dataset.ts';
import { differences } from './diff.ts';
import {
	isConfirmed,
	isInBulk,
	type Version,
	type VersionColumn,
	type VersionTable
} from './version.ts';

/** A version as a line of the list. */
export const lineOf = (version: Version) => ({
	id: version.id,
	name: version.name,
	code: version.code,
	version: version.version,
	asOf: version.asOf.toString(),
	status: version.status,
	by: version.registeredByName ?? 'The installation'
});

const kindName = (kind: string): string =>
	kind in kindNames ? kindNames[kind as ControllerKind] : kind;

/** Whose rows a version holds: "180 GP practices and 12 trusts". */
export const controllersInWords = ({ controllers }: Pick<Version, 'controllers'>): string =>
	controllers.map(({ kind, count }) => `${String(count)} × ${kindName(kind)}`).join(', ') ||
	'Not told by the data';

const share = (percent: number | null | undefined): string =>
	percent === null || percent === undefined ? 'not told' : `${String(percent)} %`;

/** How good a table is, in words. */
export const qualityInWords = ({ quality }: VersionTable) => ({
	completeness: share(quality.completeness),
	plausibility: share(quality.plausibility),
	timeliness:
		quality.timeliness === null || quality.timeliness === undefined
			? 'not told'
			: quality.timeliness <= 0
				? 'up to the day'
				: `${plural(quality.timeliness, 'day')} behind`
});

/** When the next data are due; empty when nothing is promised. */
export const nextRefresh = ({ asOf, refreshMonths }: Version): string =>
	refreshMonths === null ? '' : asOf.add({ months: refreshMonths }).toString();

export const tableLines = (tables: readonly VersionTable[], columns: readonly VersionColumn[]) =>
	tables.map((table) => {
		const own = columns.filter((column) => column.table === table.name);
		return {
			code: table.name,
			name: tableName(table.name),
			rows: roundedToFive(table.rows).toLocaleString('en-GB'),
			...qualityInWords(table),
			columns: own.length,
			confirmed: own.filter(isConfirmed).length,
			inBulk: own.filter(isInBulk).length
		};
	});

export const filters = {
	waiting: 'To be confirmed',
	doubtful: 'In doubt',
	changed: 'Changed since the last version',
	all: 'All columns'
} as const;
export type Filter = keyof typeof filters;
export const filterOf = (text: string | null): Filter =>
	text !== null && Object.hasOwn(filters, text) ? (text as Filter) : 'all';

/** What differs from the published version, and the columns of one table that a filter lets through. */
export function columnLines(
	columns: readonly VersionColumn[],
	before: readonly VersionColumn[] | null,
	{ table, filter }: { readonly table: string; readonly filter: Filter }
) {
	const changes = before === null ? [] : differences(before, columns);
	const isChanged = (column: VersionColumn) =>
		changes.some((one) => one.table === column.table && one.name === column.name);
	const passes: Record<Filter, (column: VersionColumn) => boolean> = {
		all: () => true,
		waiting: (column) => !isConfirmed(column),
		doubtful: (column) => !column.certain,
		changed: isChanged
	};
	return {
		changes,
		columns: columns
			.filter((column) => column.table === table && passes[filter](column))
			.map((column) => ({
				name: column.name,
				type: typeInWords(column.type),
				proposed: column.proposed,
				reason: column.reason,
				certain: column.certain,
				class: column.class,
				className: column.class === null ? '' : disclosureClass(column.class).name,
				full: column.completeness === null ? '' : `${String(column.completeness)} %`,
				confirmedBy: column.confirmedByName
			}))
	};
}

/** Every class to choose from, with what becomes of it. */
export const classOptions = Object.entries(disclosureClasses).map(([code, { name, fate }]) => ({
	value: code,
	label: `${code} ${name} (${fate})`
}));
