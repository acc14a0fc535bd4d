import { gaps } from '#domain/applications/form/complete.ts';
import { formOf } from '#domain/applications/form/forms.ts';
import { lists } from '#domain/applications/form/store.server.ts';
import { lastDayToAppeal } from '#domain/applications/periods/periods.ts';
import { periodsOn } from '#domain/applications/periods/store.server.ts';
import { appealable, mayEdit, mayMove, mayObject, mayRecord } from '#domain/applications/policy.ts';
import { readable, type Read } from '#domain/applications/read.server.ts';
import * as raised from '#domain/applications/objections/store.server.ts';
import * as review from '#domain/applications/review/store.server.ts';
import { organisation } from '#domain/applications/sources/store.server.ts';
import { opinionKinds, streamNames, verdicts, type Stream } from '#domain/applications/streams.ts';
import { datasetsOf, textAt } from '#domain/applications/answers.ts';
import type { Application } from '#domain/applications/application.ts';
import { ball, happenings, outcomes } from '#domain/applications/words.ts';
import { waitsFor } from '#domain/applications/list/list.ts';
import { timeline, type Entry } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { tierNames } from '#domain/pricing/tier.ts';
import type { Tx } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import { noticeView } from './notice.server.ts';
import { mayDeclare } from './policy.ts';
import * as store from './store.server.ts';

/** Everything the application's own page shows this reader, ready to leave the server. */
export async function overview(
	tx: Tx,
	actor: Actor,
	id: string,
	at: Temporal.Instant
): Promise<Overview> {
	const read = await readable(tx, actor, id);
	return read ? whole(tx, actor, read, at) : noticeView(tx, actor, id);
}

export type Overview = Awaited<ReturnType<typeof whole>>;

/** How much the page holds: all, what one declared an interest for, or a controller's notice. */
type Shown = Read['access'] | 'notice';

async function whole(tx: Tx, actor: Actor, read: Read, at: Temporal.Instant) {
	const { application, access, listed } = read;
	const { id } = application;
	const applicant = await organisation(tx, application.organisationId);
	const offered = await lists(tx, application.organisationId);
	const streams = await review.streams(tx, id);
	const objections = await raised.objections(tx, id);
	const decision = await store.decision(tx, id);
	const committee = await store.committee(tx);
	const declared = await store.declared(tx, id, actor.id);
	const today = londonDay(at);
	const periods = await periodsOn(tx, today);
	const appeal =
		mayMove(actor, 'application.appeal', application).allowed &&
		appealable(application, periods, today).allowed;
	const open = streams
		.filter(({ mandatory, status }) => mandatory && status !== 'done')
		.map(({ kind }) => kind);
	const { status, leadId } = application;
	const papers = access === 'all' || (declared !== null && declared.interest !== 'direct');
	return {
		id,
		number: String(application.number),
		title: application.title || 'Without a title',
		version: application.version,
		status,
		access: access as Shown,
		papers,
		direct: declared?.interest === 'direct',
		organisation: applicant.name,
		tier: tierNames[application.tier],
		summary: textAt(application.answers, 'safe-project', 'laySummary'),
		datasets: datasetsOf(application.answers).map(
			(code) => offered.datasets.find((one) => one.code === code)?.name ?? code
		),
		waiting: waitingLine(
			application,
			ball(status, open),
			waitsFor(actor, { leadId, status, open })
		),
		objectionsUntil: application.objectionsUntil?.toString() ?? null,
		appealUntil:
			appeal && application.decidedAt
				? lastDayToAppeal(application.decidedAt, periods.appealWorkingDays).toString()
				: null,
		returned:
			status === 'returned' || (application.returnReason !== '' && status === 'submitted')
				? { sections: application.returnedSections, reason: application.returnReason }
				: null,
		sections: sectionsOf(application, offered, today),
		streams: streams.map(streamView),
		objections: objections.map(raised.objectionView),
		decision: decision && {
			outcome: outcomes[decision.outcome],
			good: decision.outcome !== 'rejected',
			reason: decision.reason,
			publicReason: decision.publicReason,
			tally: decision.inputs['tally'] as Record<string, number>,
			ruleVersion: decision.ruleVersion,
			at: decision.at.toString()
		},
		events: (await timeline(tx, 'application', id, 200)).filter(worthTelling).map(eventView),
		can: {
			edit: mayEdit(actor, application, listed).allowed,
			submit: mayMove(actor, 'application.submit', application).allowed,
			appeal,
			withdraw: mayMove(actor, 'application.withdraw', application).allowed,
			accept: mayMove(actor, 'application.accept', application).allowed,
			giveBack: mayMove(actor, 'application.return', application).allowed,
			meet: mayMove(actor, 'application.meet-conditions', application).allowed,
			answer: mayMove(actor, 'application.dismiss-objection', application).allowed,
			declare: mayDeclare(actor, committee.id, application).allowed,
			record: opinionKinds.filter(
				(kind) =>
					mayRecord(
						actor,
						kind,
						application,
						streams.find((one) => one.kind === kind)
					).allowed
			),
			object: actor.roles.flatMap(({ scope, id: code }) =>
				scope === 'controller' && code !== null && mayObject(actor, code, application).allowed
					? [code]
					: []
			)
		}
	};
}

/** When there is nobody to wait for, nothing is said. */
const waitingLine = ({ statusSince }: Application, who: string | null, you: boolean) =>
	who === null ? null : { for: you ? 'you' : who, since: statusSince.toString(), you };

function sectionsOf(
	application: Application,
	offered: Parameters<typeof gaps>[2],
	on: Temporal.PlainDate
) {
	const form = formOf(application.formVersion);
	const missing = gaps(form, application.answers, offered, on);
	return form.sections.map(({ code, title }) => ({
		code,
		title,
		missing: missing.filter(({ section }) => section === code).length,
		returned: application.status === 'returned' && application.returnedSections.includes(code)
	}));
}

const streamView = ({ kind, status, verdict, note, doneBy, doneAt, dueOn }: Stream) => ({
	kind,
	name: streamNames[kind],
	status,
	verdict: verdict === null ? null : verdicts[verdict],
	note,
	by: doneBy,
	at: doneAt?.toString() ?? null,
	due: dueOn?.toString() ?? null
});

// each save is a version already; a timeline of fifty of them hides what happened
const worthTelling = ({ action }: Entry): boolean => action !== 'application.save';

function eventView({ at, action, who, detail }: Entry) {
	const { reason, note, answer, evidence } = detail;
	const told = [reason, note, answer, evidence].find(
		(one) => typeof one === 'string' && one !== ''
	);
	return {
		at: at.toString(),
		what: happenings[action] ?? action,
		who: who ?? 'The service',
		note: typeof told === 'string' ? told : null
	};
}
