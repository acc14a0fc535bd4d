import * as v from 'valibot';
import type { Ending } from './launch.ts';
import { rowsShown, type Limits } from './limits.ts';
import type { Answer } from './protocol.ts';

export type Failure = {
	readonly ok: false;
	readonly code: string;
	readonly message: string;
	readonly people: boolean;
};
export type Table = Extract<Answer, { readonly columns: unknown }>;
export type Outcome<T> = T | Failure;

const column = v.object({ name: v.string(), type: v.string() });
const value = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const failure = v.object({
	ok: v.literal(false),
	code: v.picklist([
		'empty',
		'several-statements',
		'not-a-query',
		'sql',
		'too-wide',
		'data',
		'memory'
	]),
	message: v.string(),
	people: v.boolean()
});
const table = v.pipe(
	v.object({
		ok: v.literal(true),
		columns: v.pipe(v.array(column), v.maxLength(200)),
		rows: v.pipe(v.array(v.array(value)), v.maxLength(rowsShown)),
		rowCount: v.nullable(whole),
		truncated: v.boolean(),
		people: v.boolean(),
		ms: whole
	}),
	v.check(({ columns, rows }) => rows.every((row) => row.length === columns.length))
);
const tree = v.object({ ok: v.literal(true), tree: v.record(v.string(), v.unknown()) });
export type Tree = v.InferOutput<typeof tree>;

/** How an answer of one kind must look before it is believed. */
export type Shape<T> = v.GenericSchema<unknown, Outcome<T>>;
export const tableOrFailure: Shape<Table> = v.union([table, failure]);
export const treeOrFailure: Shape<Tree> = v.union([tree, failure]);

/** A failure in the words a person reads. */
export const failed = (code: string, message: string, people = false): Failure => ({
	ok: false,
	code,
	message,
	people
});

/** Longest error text of a query, in characters: DuckDB quotes values of rows in some of them. */
const longestError = 300;

/** What an ending means: our own reason first, then the runner's answer if it has the right shape. */
export function judge<T>(ending: Ending, shape: Shape<T>, allowed: Limits): Outcome<T> {
	const { cause, status } = ending;
	if (cause === 'stopped') return failed('stopped', 'The run was stopped.');
	// 152 is SIGXCPU: the processor time is used up.
	if (cause === 'time' || status === 152)
		return failed(
			'time',
			`The run was ended because it took longer than ${Math.round(allowed.wall / 1000)} seconds. Select fewer rows, or join on keys.`
		);
	if (cause === 'memory') return hungry(allowed);
	if (cause === 'answer-too-long')
		return failed('too-wide', 'This result is too long to show. Choose fewer columns.');
	const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), ending.answer.toString());
	if (!answer.success)
		return failed(
			'crashed',
			'The run ended without an answer; its process was closed and nothing else is affected. Simplify the query.'
		);
	return tidy(answer.output, allowed);
}

const hungry = ({ memory }: Limits): Failure =>
	failed(
		'memory',
		`The run was ended because it needed more than its ${Math.round(memory / 1024 / 1024)} MB of memory. Select fewer rows or columns.`
	);

function tidy<T>(outcome: Outcome<T>, allowed: Limits): Outcome<T> {
	if (typeof outcome !== 'object' || outcome === null || !('message' in outcome)) return outcome;
	const { code, message } = outcome;
	if (code === 'memory') return hungry(allowed);
	return message.length > longestError
		? { ...outcome, message: `${message.slice(0, longestError)}…` }
		: outcome;
}
