import { untrack } from 'svelte';
import { deserialize, type SubmitFunction } from '$app/forms';
import type { AnswerView } from '#domain/workspaces/notebooks/answer.ts';
import type { Cell } from '#domain/workspaces/notebooks/notebook.ts';
import type { SessionView } from '#domain/workspaces/notebooks/session.server.ts';
import type { PageProps } from './$types';

/** What an action may have said; which parts are there depends on the action. */
export type Said = {
	form?: string;
	message?: string;
	errors?: Record<string, string>;
	values?: { name?: string };
	typed?: Cell[];
	now?: number | null;
	cell?: string;
	answer?: AnswerView;
	session?: SessionView | null;
	revision?: number;
	savedAt?: string;
	next?: string;
};

/** A notebook while its page is open: what was typed, saved and run. Called as the page begins. */
export function notebookState(data: () => PageProps['data'], first: Said | null) {
	const began = untrack(data);

	// what was typed stays on the page while the server is asked; a new load replaces it
	let said = $state.raw<Said | null>(first);
	let cells = $state(structuredClone(first?.typed ?? began.cells));
	let name = $state(first?.values?.name ?? began.notebook.name);
	let revision = $state(first?.revision ?? began.notebook.revision);
	let next = $state(first?.next ?? began.next);
	let session = $state.raw(first?.session ?? began.session);
	const firstAnswer = first?.cell && first.answer ? { [first.cell]: first.answer } : {};
	let answers = $state.raw<Record<string, AnswerView>>({ ...began.answers, ...firstAnswer });
	let running = $state<string>();
	let status = $state('');
	let loaded = began;

	$effect.pre(() => {
		const now = data();
		if (now === loaded) return;
		loaded = now;
		untrack(() => {
			cells = structuredClone(now.cells);
			name = now.notebook.name;
			revision = now.notebook.revision;
			next = now.next;
			session = now.session;
			answers = { ...answers, ...now.answers };
			said = null;
			status = '';
		});
	});

	const may = $derived(data().hindrance === null);
	const stale = $derived(said?.now ?? null);
	const address = $derived(`/workspaces/${data().workspace}/notebooks/${data().notebook.id}`);
	const errors = $derived(said?.errors ?? {});

	let element = $state<HTMLFormElement>();
	let timer: ReturnType<typeof setTimeout> | undefined;
	let saving: Promise<void> = Promise.resolve();

	/** Something was typed: it is saved two seconds after the last letter. */
	function typed() {
		if (!may || stale !== null) return;
		status = 'Not saved yet';
		clearTimeout(timer);
		timer = setTimeout(() => {
			saving = saving.then(autosave);
		}, 2000);
	}

	async function autosave() {
		if (!element || running !== undefined) return;
		const body = new FormData(element);
		try {
			const response = await fetch(`${address}?/autosave`, {
				method: 'POST',
				body,
				headers: { 'x-sveltekit-action': 'true', accept: 'application/json' }
			});
			const result = deserialize(await response.text());
			if (result.type === 'success') {
				revision = (result.data as Said).revision ?? revision;
				status = 'Saved';
			} else if (result.type === 'failure') {
				said = result.data as Said;
				status = 'Not saved';
			} else status = 'Not saved: try again with Save';
		} catch {
			status = 'Not saved: the portal cannot be reached. What you typed is still here.';
		}
	}

	const send: SubmitFunction = async ({ formData, action, cancel, submitter }) => {
		clearTimeout(timer);
		const cell = action.search.startsWith('?/run') ? action.searchParams.get('cell') : null;
		if (running !== undefined || (submitter as HTMLButtonElement | null)?.disabled) {
			cancel();
			return;
		}
		running = cell ?? undefined;
		await saving;
		formData.set('revision', String(revision));
		said = null;
		return async ({ result, update }) => {
			running = undefined;
			if (result.type === 'error') {
				status =
					result.status === undefined
						? 'This could not be sent. Check your connection; what you typed is still here.'
						: result.error.message;
				return;
			}
			if (cell === null && result.type === 'redirect') {
				await update({ reset: false });
				return;
			}
			if (result.type !== 'success' && result.type !== 'failure') {
				await update({ reset: false });
				return;
			}
			said = (result.data ?? null) as Said | null;
			next = said?.next ?? next;
			revision = said?.revision ?? revision;
			if (said?.session !== undefined) session = said.session;
			if (cell !== null && said?.answer) {
				answers = { ...answers, [cell]: said.answer };
				status = 'Saved';
			}
		};
	};

	return {
		...{ typed, send },
		get said() {
			return said;
		},
		get cells() {
			return cells;
		},
		get name() {
			return name;
		},
		set name(to) {
			name = to;
		},
		get revision() {
			return revision;
		},
		/** The id that the next run will have. */
		get next() {
			return next;
		},
		get session() {
			return session;
		},
		get answers() {
			return answers;
		},
		/** The cell that this page runs now. */
		get running() {
			return running;
		},
		get status() {
			return status;
		},
		get may() {
			return may;
		},
		/** The revision that somebody else saved meanwhile. */
		get stale() {
			return stale;
		},
		get address() {
			return address;
		},
		get errors() {
			return errors;
		},
		/** The form that is sent: the page's head has it. */
		get element() {
			return element;
		},
		set element(to) {
			element = to;
		}
	};
}
export type NotebookState = ReturnType<typeof notebookState>;
