import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { RegisterSchema } from '#domain/catalogue/versions/forms.ts';
import { register } from '#domain/catalogue/versions/register.server.ts';
import * as store from '#domain/catalogue/versions/store.server.ts';
import { datasets } from '#domain/catalogue/store.server.ts';
import { may } from '#domain/people/permissions.ts';
import { parse } from '#platform/forms.ts';
import { insist } from '#platform/problems.ts';
import { answer } from '../../../../answer.ts';
import { queryOf } from '../../../../query.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const word = (url: URL, name: string, pattern: RegExp) => {
	const typed = url.searchParams.get(name) ?? '';
	return pattern.test(typed) ? typed : '';
};

export const load: PageServerLoad = async ({ locals, url }) => {
	insist(may(someone(locals), 'dataset.register'));
	const code = word(url, 'code', /^[a-z][a-z0-9-]{1,39}$/);
	const { offered, before } = await locals.db.read(async (tx) => ({
		offered: await datasets(tx),
		before: code === '' ? null : await store.published(tx, code)
	}));
	return {
		title: 'Register a dataset version',
		once: crypto.randomUUID(),
		query: queryOf(url),
		delivery: word(url, 'delivery', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
		code,
		datasets: offered.map((one) => ({ value: one.code, label: `${one.name} (${one.code})` })),
		before: before && {
			name: before.name,
			description: before.description,
			product: before.product,
			sensitivity: before.sensitivity,
			version: before.version,
			refreshMonths: before.refreshMonths
		}
	};
};

const Once = v.object({ once: v.pipe(v.string(), v.uuid()) });

export const actions = {
	register: async ({ request, locals }) => {
		const data = await request.formData();
		const parsed = parse(data, RegisterSchema);
		if (!parsed.ok) return fail(422, parsed);
		const token = parse(data, Once);
		if (!token.ok) return fail(422, token);
		const order = { asked: parsed.value, once: token.value.once, at: locals.at };
		const done = await answer(parsed, () =>
			register(locals.db, someone(locals), locals.services.jobs, order)
		);
		if (!done.ok) return done;
		redirect(303, `/admin/datasets/${done.result}`);
	}
} satisfies Actions;
