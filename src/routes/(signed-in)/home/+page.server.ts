import { holds } from '#domain/people/actor.ts';
import { lately } from '#domain/audit/store.server.ts';
import { share } from '#domain/home/share.ts';
import * as store from '#domain/home/store.server.ts';
import { happened, recent } from '#domain/home/words.ts';
import { workingDaysInWords } from '#platform/time.ts';
import { someone } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const actor = someone(locals);
	const checker = holds(actor, ['output-checker']);
	const [things, events, turnRound] = await locals.db.read((tx) =>
		Promise.all([
			store.underWay(tx, actor.id),
			lately(tx, actor.id, 40),
			checker ? store.turnRound(tx, locals.at) : null
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
