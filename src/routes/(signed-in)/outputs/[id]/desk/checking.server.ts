import { fail } from '@sveltejs/kit';
import { claim, unclaim } from '#domain/outputs/claim.server.ts';
import { comment } from '#domain/outputs/comment.server.ts';
import { compareAgain } from '#domain/outputs/differencing/run.server.ts';
import { advise, escalate } from '#domain/outputs/escalate.server.ts';
import { Remark, Revoke } from '#domain/outputs/forms.ts';
import { Advise, Escalate, votedIds, voteLists, voteOn } from '#domain/outputs/review/forms.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { vote } from '#domain/outputs/vote.server.ts';
import { parse } from '#platform/forms.ts';
import type * as v from 'valibot';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { RequestEvent } from '../$types';

type Back = (id: string) => never;

/** Reads the form with its schema, does the work, and goes back to the page. */
const action =
	<Schema extends v.GenericSchema>(
		back: Back,
		form: string,
		schema: Schema,
		work: (event: RequestEvent, value: v.InferOutput<Schema>) => Promise<unknown>
	) =>
	async (event: RequestEvent) => {
		const parsed = parse(await event.request.formData(), schema, { form });
		if (!parsed.ok) return fail(422, parsed);
		const done = await answer(parsed, () => work(event, parsed.value), form);
		return done.ok ? back(event.params.id) : done;
	};

/** The same for a button with nothing to fill in. */
const press =
	(back: Back, form: string, work: typeof claim) =>
	async ({ locals, params }: RequestEvent) => {
		const asked = { id: params.id, at: locals.at };
		const done = await answer({ values: {} }, () => work(locals.db, someone(locals), asked), form);
		return done.ok ? back(params.id) : done;
	};

/** What the checkers do with a request, and the conversation of both sides. */
export const checking = (back: Back) => ({
	claim: press(back, 'claim', claim),
	unclaim: press(back, 'claim', unclaim),
	vote: async ({ request, locals, params }: RequestEvent) => {
		const data = await request.formData();
		const ids = votedIds(data);
		const parsed = parse(data, voteOn(ids), { form: 'vote', lists: voteLists(ids) });
		if (!parsed.ok) return fail(422, parsed);
		const { db, at, services } = locals;
		const who = someone(locals);
		const done = await answer(
			parsed,
			async () => {
				await compareAgain(db, services.vault, who, { id: params.id, at });
				return vote(db, who, { ...parsed.value, id: params.id, at }, services.jobs);
			},
			'vote'
		);
		return done.ok ? back(params.id) : done;
	},
	escalate: action(back, 'escalate', Escalate, ({ locals, params }, asked) =>
		escalate(locals.db, someone(locals), { ...asked, id: params.id, at: locals.at })
	),
	advise: action(back, 'advise', Advise, ({ locals, params }, asked) =>
		advise(locals.db, someone(locals), { ...asked, id: params.id, at: locals.at })
	),
	comment: action(back, 'comment', Remark, ({ locals, params }, said) => {
		const [file = '', ...cell] = said.cell.split('|');
		const remark = { ...said, id: params.id, file, cell: cell.join('|'), at: locals.at };
		return comment(locals.db, someone(locals), remark);
	}),
	revoke: action(back, 'revoke', Revoke, ({ locals, params }, asked) =>
		revoke(locals.db, someone(locals), { ...asked, id: params.id, at: locals.at })
	)
});
