import type { ResearcherTable } from '#domain/disclosure/answer.ts';
import { total } from '#domain/disclosure/evidence.ts';
import type { Band, SnapshotSpecification } from '#domain/disclosure/specification.ts';

/** Categories of one dimension that would be counted as one. */
export type Join = { readonly column: string; readonly labels: readonly string[] };

type Dimensions = { readonly rows: readonly string[]; readonly columns: readonly string[] };

/** The categories of each dimension in the table's own order, its total left out. */
export function categoriesOf(
	table: Pick<ResearcherTable, 'cells'>,
	dimensions: Dimensions
): { readonly column: string; readonly labels: readonly string[] }[] {
	return [...dimensions.rows, ...dimensions.columns].map((column, at) => ({
		column,
		labels: ordered([
			...new Set(table.cells.map(({ row, column: across }) => [...row, ...across][at] ?? ''))
		])
	}));
}

/** People of whom the value is not known: no neighbour of a number. */
const missing = '(missing)';

/** Numbers by size, and what is not known after them; other categories as they come. */
const ordered = (labels: readonly string[]): string[] => {
	const own = labels.filter((label) => label !== total);
	if (!numeric(own)) return own;
	const last = own.filter((label) => label === missing);
	return [...known(own).sort((a, b) => Number(a) - Number(b)), ...last];
};

const known = (labels: readonly string[]): string[] => labels.filter((label) => label !== missing);
const numeric = (labels: readonly string[]): boolean => known(labels).every(isNumber);

const isNumber = (label: string): boolean => label.trim() !== '' && Number.isFinite(Number(label));

/**
 * Joins that would help, one list a dimension: a category with an unsafe cell goes together with its
 * smaller neighbour, and on until each band's cells hold enough people. Numbers have neighbours; of
 * other categories the smallest go together. The vault counts the joined table afresh: here the
 * people of two cells are added up, which is at least as many as there are.
 */
export function joinsFor(
	table: Pick<ResearcherTable, 'cells' | 'policy'>,
	dimensions: Dimensions
): Join[][] {
	return categoriesOf(table, dimensions)
		.map(({ column, labels }, at) =>
			bandsOf(table, at, labels).map((band) => ({ column, labels: band }))
		)
		.filter((joins) => joins.length > 0);
}

function bandsOf(
	table: Pick<ResearcherTable, 'cells' | 'policy'>,
	at: number,
	labels: readonly string[]
): string[][] {
	const least = table.policy.threshold ?? 10;
	const people = peopleOf(table, at);
	const safe = (band: readonly string[]): boolean =>
		[...sum(band.map((label) => people.get(label)))].every(
			(count) => count === 0 || count >= least
		);
	const size = (band: readonly string[]): number =>
		[...sum(band.map((label) => people.get(label)))].reduce((a, b) => a + b, 0);
	const neighbours = numeric(labels);
	let bands = (neighbours ? known(labels) : labels).map((label) => [label]);
	if (!neighbours) bands.sort((a, b) => size(a) - size(b));
	for (;;) {
		const bad = bands.findIndex((band) => !safe(band));
		if (bad === -1 || bands.length <= 2) break;
		const [before, after] = [bands[bad - 1], bands[bad + 1]];
		const left = after === undefined || (before !== undefined && size(before) <= size(after));
		const first = left ? bad - 1 : bad;
		bands = [
			...bands.slice(0, first),
			[...(bands[first] ?? []), ...(bands[first + 1] ?? [])],
			...bands.slice(first + 2)
		];
	}
	return bands.every(safe) ? bands.filter((band) => band.length > 1) : [];
}

/** The people of each category, by the cells of the other dimensions. */
function peopleOf(table: Pick<ResearcherTable, 'cells'>, at: number) {
	const people = new Map<string, Map<string, number>>();
	for (const { row, column, units } of table.cells) {
		const place = [...row, ...column];
		if (place.includes(total)) continue;
		const label = place[at] ?? '';
		const others = JSON.stringify(place.filter((_, index) => index !== at));
		const own = people.get(label) ?? new Map<string, number>();
		people.set(label, own.set(others, (own.get(others) ?? 0) + units));
	}
	return people;
}

function sum(parts: readonly (ReadonlyMap<string, number> | undefined)[]): Iterable<number> {
	const all = new Map<string, number>();
	for (const part of parts)
		for (const [place, count] of part ?? []) all.set(place, (all.get(place) ?? 0) + count);
	return all.values();
}

/** "1930 to 1950" of numbers, "A, B and C" of a few others. Never the name of another category. */
export function bandName(labels: readonly string[], taken: readonly string[]): string {
	const own = ordered(labels);
	const [first = '', last = ''] = [own[0], own.at(-1)];
	const plain = own.every(isNumber)
		? `${first} to ${last}`
		: own.length > 4
			? `${first} and ${String(own.length - 1)} others`
			: `${own.slice(0, -1).join(', ')} and ${last}`;
	let name = plain.slice(0, 190);
	for (let n = 2; taken.includes(name) || name === total; n += 1)
		name = `${plain.slice(0, 180)} (${String(n)})`;
	return name;
}

/** A specification with these categories joined; a band that is joined again is opened first. */
export function joined(
	specification: SnapshotSpecification,
	join: Join,
	taken: readonly string[]
): SnapshotSpecification {
	const old = specification.bands ?? [];
	const opened = old.filter(
		({ column, name }) => column === join.column && join.labels.includes(name)
	);
	const parts = [
		...opened.flatMap(({ join: labels }) => labels),
		...join.labels.filter((label) => !opened.some(({ name }) => name === label))
	];
	const band: Band = { column: join.column, join: parts, name: bandName(parts, taken) };
	return { ...specification, bands: [...old.filter((one) => !opened.includes(one)), band] };
}

/** The specification as it was asked for. */
export function split(specification: SnapshotSpecification): SnapshotSpecification {
	const asked = { ...specification };
	delete asked.bands;
	return asked;
}
