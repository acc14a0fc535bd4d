import { fail, redirect } from '@sveltejs/kit';
import { Propose } from '#domain/outputs/regular/forms.ts';
import { propose } from '#domain/outputs/regular/propose.server.ts';
import { proposing } from '#domain/outputs/regular/read.server.ts';
import { may } from '#domain/people/permissions.ts';
import { parse } from '#platform/forms.ts';
import { insist } from '#platform/problems.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	insist(may(actor, 'regular.propose'));
	const offered = await proposing(locals.db, actor, locals.at);
	const [file, request] = [url.searchParams.get('file'), url.searchParams.get('request')];
	const chosen =
		offered.choices.find((one) => one.file === file) ??
		offered.choices.find((one) => one.request === request) ??
		offered.choices[0];
	return {
		title: 'Propose a regular release',
		once: crypto.randomUUID(),
		...offered,
		chosen: chosen ?? null
	};
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const parsed = parse(await request.formData(), Propose);
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, at: locals.at };
		const done = await answer(parsed, () => propose(locals.db, someone(locals), asked));
		if (!done.ok) return done;
		redirect(303, `/outputs/regular/${done.result}`);
	}
};
