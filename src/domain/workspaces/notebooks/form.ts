import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import type { Failed, Parsed } from '#platform/forms.ts';
import { Cells, type Cell } from './notebook.ts';

const name = fields.text('Enter a name', 'The name', 120);
const Whole = v.object({ name, revision: fields.version(), cells: Cells });
export type NotebookForm = v.InferOutput<typeof Whole>;

const text = (data: FormData, field: string): string => {
	const value = data.get(field);
	return typeof value === 'string'
		? value.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed()
		: '';
};

/**
 * Reads a whole notebook out of its one form: `cells` lists the cells in their order, and each has
 * `kind-`, `code-` and `into-` with its id. Every button of the page sends all of it, so that nothing
 * that was typed is lost, with scripts or without.
 */
export function notebookOf(data: FormData): Parsed<NotebookForm> & { readonly typed: Cell[] } {
	const typed = text(data, 'cells')
		.split(',')
		.filter((id) => id !== '')
		.map((id) => ({
			id,
			kind: text(data, `kind-${id}`) as Cell['kind'],
			code: text(data, `code-${id}`),
			into: text(data, `into-${id}`)
		}));
	const values = { name: text(data, 'name') };
	const read = v.safeParse(Whole, { ...values, revision: text(data, 'revision'), cells: typed });
	if (read.success) return { ok: true, value: read.output, values, typed };
	const errors: Record<string, string> = {};
	let message: string | undefined;
	for (const { path, message: words } of read.issues) {
		const [first, place, field] = (path ?? []).map((step) => step.key);
		const cell = first === 'cells' && typeof place === 'number' ? typed[place] : undefined;
		if (first === 'name') errors['name'] ??= words;
		else if (cell && typeof field === 'string') errors[`${field}-${cell.id}`] ??= words;
		else message ??= words;
	}
	const failed: Failed = {
		...{ ok: false, form: 'notebook', values, errors },
		...(message === undefined ? {} : { message })
	};
	return { ...failed, typed };
}

const stale = 'Load this page again and repeat this.';

export const NewForm = v.object({
	name,
	what: fields.choice(['notebook', 'sql', 'r', 'python'], 'Choose what you begin'),
	once: v.pipe(v.string(stale), v.minLength(8, stale), v.maxLength(100, stale))
});
export const RestoreForm = v.object({
	revision: fields.version(),
	number: fields.whole(stale, 1, 1_000_000)
});
export const RemoveForm = v.object({ revision: fields.version() });

export const OutputForm = v.object({
	cell: v.pipe(v.string(stale), v.regex(/^[a-z0-9]{8,12}$/, stale)),
	part: v.pipe(
		v.string(stale),
		v.regex(/^(table|text|\d)$/, stale),
		v.transform((part) => (part === 'table' || part === 'text' ? part : Number(part)))
	),
	request: v.union([v.literal(''), v.pipe(v.string(), v.uuid())], 'Choose a request, or a new one'),
	title: fields.text('Enter a title: the public register shows it', 'Title', 200),
	once: v.pipe(v.string(stale), v.minLength(8, stale), v.maxLength(100, stale))
});
