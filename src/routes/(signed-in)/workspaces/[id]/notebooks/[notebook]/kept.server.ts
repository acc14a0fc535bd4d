import { fail, type RequestEvent } from '@sveltejs/kit';
import { notebookOf } from '#domain/workspaces/notebooks/form.ts';
import type { Cell } from '#domain/workspaces/notebooks/notebook.ts';
import { save } from '#domain/workspaces/notebooks/save.server.ts';
import { find } from '#domain/workspaces/notebooks/store.server.ts';
import { answer } from '../../../../../answer.ts';
import { someone } from '../../../../../signed-in.ts';

export type Called = RequestEvent<{ id: string; notebook: string }>;

type How = {
	/** A version that stays as it is. */
	readonly keep: boolean;
	/** What the button does to the cells, besides saving them. */
	readonly change?: (cells: readonly Cell[]) => readonly Cell[];
};

/**
 * Saves what the page sent before anything else is done with it. What cannot be saved comes back with
 * every letter of it (`typed`), and with the revision (`now`) that a saving over it would have to name.
 */
export async function kept(event: Called, { keep, change = (cells) => cells }: How) {
	const { locals, params, request, url } = event;
	const data = await request.formData();
	const run = data.get('run');
	const parsed = notebookOf(data);
	const { typed } = parsed;
	if (!parsed.ok) return { ok: false as const, refused: fail(422, { ...parsed, now: null }) };
	const { name, revision } = parsed.value;
	const over = url.searchParams.get('over') ?? '';
	const place = { workspace: params.id, notebook: params.notebook };
	const cells = [...change(parsed.value.cells)];
	const done = await answer(
		parsed,
		() =>
			save(locals.db, someone(locals), {
				...{ ...place, name, cells, keep, at: locals.at },
				revision: /^\d{1,9}$/.test(over) ? Number(over) : revision
			}),
		'notebook'
	);
	if (done.ok)
		return {
			...{ ok: true as const, revision: done.result, cells },
			run: typeof run === 'string' ? run : ''
		};
	const { revision: now } = await locals.db.read((tx) => find(tx, place));
	const stale = now === revision ? null : now;
	return { ok: false as const, refused: fail(done.status, { ...done.data, typed, now: stale }) };
}
