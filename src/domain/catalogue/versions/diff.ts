/** A column as two versions are compared by it. */
export type Compared = {
	readonly table: string;
	readonly name: string;
	readonly type: string;
	readonly class: string | null;
};

export type Difference = {
	readonly what: 'added' | 'removed' | 'changed';
	readonly table: string;
	readonly name: string;
	/** What it was and what it is: "INTEGER, C16"; empty where it was not there. */
	readonly before: string;
	readonly after: string;
};

const key = ({ table, name }: Compared): string => `${table}.${name}`;
const words = (column: Compared | undefined): string =>
	column === undefined ? '' : `${column.type}, ${column.class ?? 'no class'}`;

/** What a new version changes, column by column, in the order of the new one and then what is gone. */
export function differences(
	before: readonly Compared[],
	after: readonly Compared[]
): readonly Difference[] {
	const old = new Map(before.map((column) => [key(column), column]));
	const now = new Set(after.map(key));
	const found = (what: Difference['what'], column: Compared): Difference => ({
		what,
		table: column.table,
		name: column.name,
		before: words(old.get(key(column))),
		after: what === 'removed' ? '' : words(column)
	});
	return [
		...after.flatMap((column) => {
			const was = old.get(key(column));
			if (was === undefined) return [found('added', column)];
			return words(was) === words(column) ? [] : [found('changed', column)];
		}),
		...before.filter((column) => !now.has(key(column))).map((column) => found('removed', column))
	];
}
