import { holds } from '#domain/people/actor.ts';
import { lately } from '#domain/audit/store.server.ts';
import { noticeView } from '#domain/home/notices.ts';
import { unread } from '#domain/home/notices.store.server.ts';
import { readNotices } from '#domain/home/read-notices.server.ts';
import { share } from '#domain/home/share.ts';
import * as store from '#domain/home/store.server.ts';
import { turnRound as turnRoundOf } from '#domain/home/turn-round.store.server.ts';
import { happened, recent } from '#domain/home/words.ts';
import { parse } from '#platform/forms.ts';
import { workingDaysInWords } from '#platform/time.ts';
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { someone } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const Read = v.object({ notices: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(50)) });

export const load: PageServerLoad = async ({ locals }) => {
	const actor = someone(locals);
	const checker = holds(actor, ['output-checker']);
	const [things, events, turnRound, notices] = await locals.db.read((tx) =>
		Promise.all([
			store.underWay(tx, actor.id),
			lately(tx, actor.id, 40),
			checker ? turnRoundOf(tx, locals.at) : null,
			unread(tx)
		])
	);
	const { now, others } = share(actor, things);
	const shown = (list: typeof now) =>
		list.map(({ since, usual, ...rest }) => ({
			...rest,
			since: since.toString(),
			usual: workingDaysInWords(usual)
		}));
	return {
		title: 'Home',
		name: actor.name,
		now: shown(now),
		others: shown(others),
		waiting: now.length,
		notices: notices.map(noticeView),
		turnRound,
		researcher: holds(actor, ['applicant']),
		lately: recent(
			events.map(({ seq, at, action, subjectKind, subjectId }) => ({
				seq: String(seq),
				at: at.toString(),
				...happened(action, subjectKind, subjectId)
			}))
		)
	};
};

export const actions: Actions = {
	read: async ({ request, locals }) => {
		const parsed = parse(await request.formData(), Read, { form: 'read', lists: ['notices'] });
		if (!parsed.ok) return fail(422, parsed);
		const asked = { ids: parsed.value.notices, at: locals.at };
		await readNotices(locals.db, someone(locals), asked);
		redirect(303, '/home');
	}
};
