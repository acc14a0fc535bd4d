import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { order } from '#domain/applications/forms.ts';
import { answersFrom, listNames, savingSchema } from '#domain/applications/form/saving.ts';
import { save } from '#domain/applications/save.server.ts';
import { sectionFor, sectionView } from '#domain/applications/section-view.server.ts';
import { find } from '#domain/applications/store.server.ts';
import { mayReadPapers } from '#domain/committees/policy.ts';
import { declared } from '#domain/committees/store.server.ts';
import { parse } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import * as v from 'valibot';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const { read, interest } = await locals.db.read(async (tx) => ({
		read: await sectionFor(tx, actor, params.id, params.section),
		interest: (await declared(tx, params.id, actor.id))?.interest ?? null
	}));
	const papers = mayReadPapers(interest);
	if (read.access === 'declared' && !papers.allowed) throw new Problem(403, papers.because);
	const { application, form, section, editable, lists } = read;
	const place = form.sections.indexOf(section);
	return {
		...sectionView(read, londonDay(locals.at)),
		id: application.id,
		study: application.title || 'Without a title',
		version: application.version,
		once: crypto.randomUUID(),
		editable,
		last: place === form.sections.length - 1,
		step: `Section ${place + 1} of ${form.sections.length}`,
		returned:
			application.status === 'returned' && application.returnedSections.includes(section.code)
				? application.returnReason
				: null,
		lists: editable ? lists : null
	};
};

export const actions = {
	default: async ({ request, locals, params }) => {
		const actor = someone(locals);
		const { form, section, lists } = await locals.db.read((tx) =>
			sectionFor(tx, actor, params.id, params.section)
		);
		const data = await request.formData();
		const schema = v.object({ ...savingSchema(section, lists).entries, ...order });
		const parsed = parse(data, schema, { lists: listNames(section) });
		if (!parsed.ok) return fail(422, parsed);
		const { version, once } = parsed.value;
		const done = await answer(parsed, () =>
			save(locals.db, actor, {
				id: params.id,
				section: section.code,
				answers: answersFrom(section, parsed.value),
				version,
				once,
				at: locals.at
			})
		);
		if (!done.ok) {
			// with the version as it is now, pressing save again knowingly keeps what is on this page
			const { version: current } = await locals.db.read((tx) => find(tx, params.id));
			return fail(done.status, { ...done.data, current });
		}
		const next = form.sections[form.sections.indexOf(section) + 1];
		if (data.get('then') === 'stay')
			redirect(303, resolve('/(signed-in)/applications/[id]/[section]', { ...params }));
		redirect(
			303,
			next && data.get('then') === 'next'
				? resolve('/(signed-in)/applications/[id]/[section]', { id: params.id, section: next.code })
				: resolve('/(signed-in)/applications/[id]', { id: params.id })
		);
	}
} satisfies Actions;
