import type { ResearcherTable } from '#domain/disclosure/answer.ts';
import type { SnapshotSpecification } from '#domain/disclosure/specification.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { change, type Order } from './change.server.ts';
import type { Answer, Control, OutputFile } from './files/file.ts';
import { hasDecimals } from './files/leaving.ts';
import { categoriesOf, joined, split, type Join } from './files/joining.ts';
import * as files from './files/store.server.ts';
import { workedAgain, type Tools } from './files/work-out.server.ts';
import { forRequest } from './prepare.server.ts';
import * as store from './store.server.ts';

type Of = Order & { readonly file: string };

/** Suppresses, rounds or restores a table; the vault computes it afresh with its evidence. */
export const setControl = (
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Of & { readonly control: Control }
): Promise<void> =>
	rework(tools, db, who, asked, (table) => ({ ...table, control: asked.control }));

/** Counts categories as one, in one go for all that are named; the vault computes the table afresh. */
export const joinCategories = (
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Of & { readonly joins: readonly Join[] }
): Promise<void> =>
	rework(tools, db, who, asked, (table) => ({
		...table,
		specification: asked.joins.reduce(
			(before, join) => joined(before, insistJoin(table, join), taken(table, join.column)),
			table.specification
		)
	}));

/** Shows the figures with so many decimals; fewer of them tell less of how many people they are of. */
export const setDecimals = (
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Of & { readonly decimals: number }
): Promise<void> =>
	rework(tools, db, who, asked, (table) => {
		if (!hasDecimals(table.specification))
			throw new Problem(409, 'The figures of this table have no decimals to leave out.');
		return { ...table, specification: { ...table.specification, decimals: asked.decimals } };
	});

/** The categories as they were asked for. */
export const splitCategories = (tools: Tools, db: Bound, who: Actor, asked: Of): Promise<void> =>
	rework(tools, db, who, asked, (table) => ({
		...table,
		specification: split(table.specification)
	}));

type Table = {
	readonly specification: SnapshotSpecification;
	readonly control: Control;
	readonly answer: Extract<Answer, { kind: 'table' }>;
};

const labelsIn = (table: ResearcherTable, { answer }: Table, column: string): readonly string[] =>
	categoriesOf(table, answer.dimensions).find((one) => one.column === column)?.labels ?? [];

/** Every name of a category, before and after joining: a new band takes none of them. */
const taken = (table: Table, column: string): readonly string[] => [
	...labelsIn(table.answer.table, table, column),
	...(table.answer.asked === undefined ? [] : labelsIn(table.answer.asked, table, column))
];

function insistJoin(table: Table, join: Join): Join {
	const labels = labelsIn(table.answer.table, table, join.column);
	const own = [...new Set(join.labels)];
	if (own.length < 2 || !own.every((label) => labels.includes(label)))
		throw new Problem(409, 'Choose two or more categories of this table to join.');
	return { column: join.column, labels: own };
}

async function rework(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Of,
	remedy: (table: Table) => Pick<Table, 'specification' | 'control'>
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.control');
	const before = await db.read((tx) => files.file(tx, asked.id, asked.file));
	const wanted = remedy(tableOf(before));
	const table = { sql: before.sql, specification: wanted.specification };
	const made = await workedAgain(tools, ask, table, wanted.control);
	await change(db, who, 'output.control', asked, async (tx) => {
		await files.replace(tx, before.id, made, asked.at);
		await store.touch(tx, asked.id);
		return {
			file: before.name,
			control: made.control,
			joined: wanted.specification.bands?.length ?? 0,
			verdict: made.verdict
		};
	});
}

function tableOf({ specification, control, answer }: OutputFile): Table {
	if (specification === null || answer.kind !== 'table')
		throw new Problem(
			409,
			'We did not compute this file, so it cannot be suppressed, rounded or joined here.'
		);
	return {
		specification: specification as unknown as SnapshotSpecification,
		control,
		answer
	};
}
