import { fail, redirect } from '@sveltejs/kit';
import { addFromCell } from '#domain/outputs/from-cell.server.ts';
import { baskets } from '#domain/outputs/basket/store.server.ts';
import { answerView } from '#domain/workspaces/notebooks/answer.ts';
import { OutputForm, RemoveForm } from '#domain/workspaces/notebooks/form.ts';
import {
	cellKinds,
	emptyCell,
	movedBy,
	withAfter,
	without
} from '#domain/workspaces/notebooks/notebook.ts';
import { notebookPage } from '#domain/workspaces/notebooks/read.server.ts';
import { runCell } from '#domain/workspaces/notebooks/run.server.ts';
import { newCellId, remove } from '#domain/workspaces/notebooks/save.server.ts';
import {
	interrupt,
	look,
	restart,
	stopSession
} from '#domain/workspaces/notebooks/session.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../../answer.ts';
import { machineOf } from '../../../../../machine.server.ts';
import { someone } from '../../../../../signed-in.ts';
import { kept, type Called } from './kept.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { host } = locals.services;
	const { id: workspace, notebook } = params;
	const asked = { workspace, notebook, at: locals.at };
	const view = await notebookPage(locals.db, someone(locals), host.session, asked);
	return {
		...view,
		title: view.notebook.name,
		baskets: await locals.db.read((tx) => baskets(tx, workspace)),
		machine: await machineOf(host),
		next: crypto.randomUUID()
	};
};

const here = ({ params }: Called, cell?: string | null) =>
	`/workspaces/${params.id}/notebooks/${params.notebook}${cell ? `#cell-${cell}` : ''}`;

/** What a button does to the person's own session; it reads nothing that was typed. */
const toSession =
	(work: (...asked: Parameters<typeof restart>) => Promise<unknown>) => async (event: Called) => {
		const { locals, params } = event;
		const act = () => work(locals.db, someone(locals), locals.services.host.session, params.id);
		const done = await answer({ values: {} }, act, 'session');
		if (!done.ok) return done;
		redirect(303, here(event));
	};

export const actions = {
	save: async (event) => {
		const saved = await kept(event, { keep: true });
		return saved.ok ? redirect(303, here(event)) : saved.refused;
	},
	autosave: async (event) => {
		const saved = await kept(event, { keep: false });
		if (!saved.ok) return saved.refused;
		return { form: 'autosave', revision: saved.revision, savedAt: event.locals.at.toString() };
	},
	add: async (event) => {
		const asked = event.url.searchParams;
		const kind = cellKinds.find((one) => one === asked.get('kind')) ?? 'text';
		const cell = emptyCell(kind, newCellId());
		const after = asked.get('after') ?? '';
		const change = (cells: Parameters<typeof without>[0]) => withAfter(cells, after, cell);
		const saved = await kept(event, { keep: false, change });
		return saved.ok ? redirect(303, here(event, cell.id)) : saved.refused;
	},
	move: async (event) => {
		const [cell, by] = [event.url.searchParams.get('cell') ?? '', event.url.searchParams.get('by')];
		const saved = await kept(event, {
			keep: false,
			change: (cells) => movedBy(cells, cell, by === 'up' ? -1 : 1)
		});
		return saved.ok ? redirect(303, here(event, cell)) : saved.refused;
	},
	'remove-cell': async (event) => {
		const cell = event.url.searchParams.get('cell') ?? '';
		const saved = await kept(event, { keep: false, change: (cells) => without(cells, cell) });
		return saved.ok ? redirect(303, here(event)) : saved.refused;
	},
	run: async (event) => {
		const { locals, params, url } = event;
		const { host } = locals.services;
		const [who, id] = [someone(locals), url.searchParams.get('cell') ?? ''];
		// each answer brings the id of the next run, so that a cell can be sent again at once
		const next = crypto.randomUUID();
		const saved = await kept(event, { keep: false });
		if (!saved.ok) return saved.refused;
		const cell = saved.cells.find((one) => one.id === id);
		if (!cell) redirect(303, here(event));
		const done = await answer(
			{ values: {} },
			() =>
				runCell(locals.db, who, host.session, {
					...{ workspace: params.id, notebook: params.notebook, cell, run: saved.run },
					now: () => Temporal.Now.instant()
				}),
			'notebook'
		);
		const { revision } = saved;
		if (!done.ok)
			return fail(done.status, { ...done.data, typed: saved.cells, now: revision, next });
		const session = await look(host.session, { person: who.id, workspace: params.id });
		return {
			...{ form: 'run', cell: id, revision, next, session },
			answer: answerView(done.result, { code: cell.code, frames: session?.frames ?? [] })
		};
	},
	output: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), OutputForm, { form: 'output' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, workspace: params.id, notebook: params.notebook };
		const add = () =>
			addFromCell(locals.services, locals.db, someone(locals), { ...asked, at: locals.at });
		const done = await answer(parsed, add, 'output');
		if (!done.ok) return done;
		redirect(303, `/outputs/${done.result}`);
	},
	interrupt: toSession(interrupt),
	restart: toSession(restart),
	stop: toSession(stopSession),
	remove: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), RemoveForm, { form: 'remove' });
		if (!parsed.ok) return fail(422, parsed);
		const { id: workspace, notebook } = params;
		const asked = { workspace, notebook, ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => remove(locals.db, someone(locals), asked), 'remove');
		if (!done.ok) return done;
		redirect(303, `/workspaces/${workspace}/notebooks`);
	}
} satisfies Actions;
