import { fail } from '@sveltejs/kit';
import { comment } from '#domain/outputs/comment.server.ts';
import { Remark, Revoke, Vote } from '#domain/outputs/forms.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { vote } from '#domain/outputs/vote.server.ts';
import { parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { RequestEvent } from '../$types';

type Back = (id: string) => never;

/** What the checkers do with a request, and the conversation of both sides. */
export const checking = (back: Back) => ({
	vote: async ({ request, locals, params }: RequestEvent) => {
		const parsed = parse(await request.formData(), Vote, { form: 'vote', lists: ['files'] });
		if (!parsed.ok) return fail(422, parsed);
		const ballot = { ...parsed.value, id: params.id, at: locals.at };
		const done = await answer(parsed, () => vote(locals.db, someone(locals), ballot), 'vote');
		return done.ok ? back(params.id) : done;
	},
	comment: async ({ request, locals, params }: RequestEvent) => {
		const parsed = parse(await request.formData(), Remark, { form: 'comment' });
		if (!parsed.ok) return fail(422, parsed);
		const [file = '', ...cell] = parsed.value.cell.split('|');
		const said = { ...parsed.value, id: params.id, file, cell: cell.join('|'), at: locals.at };
		const done = await answer(parsed, () => comment(locals.db, someone(locals), said), 'comment');
		return done.ok ? back(params.id) : done;
	},
	revoke: async ({ request, locals, params }: RequestEvent) => {
		const parsed = parse(await request.formData(), Revoke, { form: 'revoke' });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ...parsed.value, id: params.id, at: locals.at };
		const done = await answer(parsed, () => revoke(locals.db, someone(locals), asked), 'revoke');
		return done.ok ? back(params.id) : done;
	}
});
