import * as notices from '#domain/applications/notices/store.server.ts';
import * as raised from '#domain/applications/objections/store.server.ts';
import { mayObject } from '#domain/applications/policy.ts';
import { ball } from '#domain/applications/words.ts';
import { datasets } from '#domain/catalogue/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { tierNames } from '#domain/pricing/tier.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Overview } from './overview.server.ts';

/**
 * The application's page as a data controller has it: what the study is about and asks for, and
 * their own objections; no answers, no reviews, no decision. @throws Problem 404 for everybody else.
 */
export async function noticeView(tx: Tx, actor: Actor, id: string): Promise<Overview> {
	const notice = await notices.find(tx, id);
	const [objections, offered] = await Promise.all([raised.objections(tx, id), datasets(tx)]);
	const { status, statusSince } = notice;
	const waits = ball(status, []);
	const own = actor.roles.flatMap(({ scope, id: code }) =>
		scope === 'controller' && code !== null && mayObject(actor, code, notice).allowed ? [code] : []
	);
	return {
		id,
		number: String(notice.number),
		title: notice.title || 'Without a title',
		version: notice.version,
		status,
		access: 'notice',
		papers: false,
		direct: false,
		organisation: notice.organisation,
		tier: tierNames[notice.tier],
		summary: notice.laySummary,
		datasets: notice.datasets.map((code) => offered.find((one) => one.code === code)?.name ?? code),
		waiting: waits === null ? null : { for: waits, since: statusSince.toString(), you: false },
		objectionsUntil: notice.objectionsUntil?.toString() ?? null,
		appealUntil: null,
		returned: null,
		sections: [],
		streams: [],
		objections: objections.map(raised.objectionView),
		decision: null,
		events: [],
		can: { ...nothing, object: own }
	};
}

const nothing = {
	edit: false,
	submit: false,
	appeal: false,
	withdraw: false,
	accept: false,
	giveBack: false,
	meet: false,
	answer: false,
	declare: false,
	record: []
} satisfies Omit<Overview['can'], 'object'>;
