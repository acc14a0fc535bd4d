import { fail, redirect } from '@sveltejs/kit';
import { DiscardForm, VersionForm } from '#domain/catalogue/code-lists/forms.ts';
import { discardVersion, importVersion } from '#domain/catalogue/code-lists/import.server.ts';
import { listPage } from '#domain/catalogue/code-lists/read.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../answer.ts';
import { someone } from '../../../signed-in.ts';
import { imported } from '../importing.server.ts';
import type { Actions, PageServerLoad } from './$types';

const numberIn = (url: URL, name: string): number | null => {
	const typed = url.searchParams.get(name) ?? '';
	return /^\d{1,6}$/.test(typed) ? Number(typed) : null;
};

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const version = numberIn(url, 'version');
	const asked = { id: params.id, version, against: numberIn(url, 'against') };
	const view = await listPage(locals.db, someone(locals), asked);
	return { ...view, title: view.name, once: crypto.randomUUID() };
};

export const actions = {
	import: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), VersionForm, { form: 'import' });
		if (!parsed.ok) return fail(422, parsed);
		const { file, ...asked } = parsed.value;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const { db, services, at } = locals;
		const look = services.vault.concepts.bind(services.vault);
		const done = await imported(parsed, 'import', () =>
			importVersion(db, someone(locals), look, { list: params.id, ...asked, bytes, at })
		);
		return done.ok ? redirect(303, `/code-lists/${params.id}`) : done;
	},
	discard: async ({ locals, params, request }) => {
		const parsed = parse(await request.formData(), DiscardForm, { form: 'discard' });
		if (!parsed.ok) return fail(422, parsed);
		const order = { list: params.id, version: parsed.value.version, at: locals.at };
		const done = await answer(
			parsed,
			() => discardVersion(locals.db, someone(locals), order),
			'discard'
		);
		return done.ok ? redirect(303, `/code-lists/${params.id}`) : done;
	}
} satisfies Actions;
