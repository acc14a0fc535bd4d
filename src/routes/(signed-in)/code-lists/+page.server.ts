import { fail, redirect } from '@sveltejs/kit';
import { ImportForm } from '#domain/catalogue/code-lists/forms.ts';
import { importList } from '#domain/catalogue/code-lists/import.server.ts';
import { listsPage } from '#domain/catalogue/code-lists/read.server.ts';
import { parse } from '#platform/forms.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import { imported } from './importing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
	...(await listsPage(locals.db, someone(locals), pageOf(url))),
	title: 'Code lists',
	once: crypto.randomUUID()
});

export const actions = {
	import: async ({ locals, request }) => {
		const parsed = parse(await request.formData(), ImportForm, { form: 'import' });
		if (!parsed.ok) return fail(422, parsed);
		const { file, ...asked } = parsed.value;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const { db, services, at } = locals;
		const look = services.vault.concepts.bind(services.vault);
		const done = await imported(parsed, 'import', () =>
			importList(db, someone(locals), look, { ...asked, bytes, at })
		);
		return done.ok ? redirect(303, `/code-lists/${done.list}`) : done;
	}
} satisfies Actions;
