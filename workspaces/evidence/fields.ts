import type { Expression } from '#domain/disclosure/specification.ts';

/** Gives every expression of a table one name, and no name to two expressions. */
export type FieldsBook = {
	readonly name: (wish: string, expression: Expression) => string;
	readonly all: () => Record<string, Expression>;
};

export function fieldsBook(): FieldsBook {
	const fields = new Map<string, Expression>();
	const same = (a: Expression, b: Expression): boolean => JSON.stringify(a) === JSON.stringify(b);
	return {
		name(wish, expression) {
			for (const [name, known] of fields) if (same(known, expression)) return name;
			let name = wish;
			for (let more = 2; fields.has(name); more++) name = `${wish} ${more}`;
			fields.set(name, expression);
			return name;
		},
		all: () => Object.fromEntries(fields)
	};
}
