import type { Column } from './layout.ts';

type Rest = [type: Column['type'], group: Column['class'], description: string];

const column = (required: boolean, name: string, [type, group, description]: Rest): Column => ({
	name,
	type,
	class: group,
	required,
	description
});

/** A column that is always filled. */
export const must = (name: string, ...rest: Rest): Column => column(true, name, rest);

/** A column that may be empty. */
export const may = (name: string, ...rest: Rest): Column => column(false, name, rest);

/** A coded column (C20) and every concept that it may hold. */
export const coded = (
	required: boolean,
	name: string,
	values: readonly number[],
	description: string
): Column => ({ ...column(required, name, ['INTEGER', 'C20', description]), values });
