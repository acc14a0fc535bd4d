import type { Scalar } from '#domain/disclosure/specification.ts';

/** A node of a syntax tree as DuckDB's `json_serialize_sql` writes it. Nothing in it is trusted. */
export type Node = Readonly<Record<string, unknown>>;

/** Why a query is not a table that we can stand behind, in plain words. */
export class Refusal extends Error {
	constructor(reason: string) {
		super(reason);
		this.name = 'Refusal';
	}
}

export const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const strange = 'This query has a form that we do not know.';

/** A node of the tree, or a refusal. */
export function node(value: unknown): Node {
	if (!isNode(value)) throw new Refusal(strange);
	return value;
}

export function nodes(value: unknown): Node[] {
	if (!Array.isArray(value)) throw new Refusal(strange);
	return value.map(node);
}

export function text(value: unknown): string {
	if (typeof value !== 'string') throw new Refusal(strange);
	return value;
}

export const texts = (value: unknown): string[] => {
	if (!Array.isArray(value)) throw new Refusal(strange);
	return value.map(text);
};

/** Absent, null, empty or false: the parser writes all of these for a part that was not there. */
export const nothing = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	value === false ||
	(Array.isArray(value) && value.length === 0);

const whole = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);

/** The value of a constant; a number written with decimals comes as an integer and a scale. */
export function constant(part: Node): Scalar | null {
	const value = node(part['value']);
	if (value['is_null'] === true) return null;
	const type = node(value['type']);
	const raw = value['value'];
	const id = text(type['id']);
	if (id === 'VARCHAR' && typeof raw === 'string') return raw;
	if (id === 'BOOLEAN' && typeof raw === 'boolean') return raw;
	if (whole.has(id) && typeof raw === 'number' && Number.isSafeInteger(raw)) return raw;
	if ((id === 'DOUBLE' || id === 'FLOAT') && typeof raw === 'number') return raw;
	if (id === 'DECIMAL' && typeof raw === 'number')
		return raw / 10 ** Number(node(type['type_info'])['scale'] ?? 0);
	throw new Refusal('This query holds a value of a kind that we do not use in tables.');
}
