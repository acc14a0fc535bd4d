import { accept } from '#domain/applications/accept.server.ts';
import { clearDueApprovals } from '#domain/applications/controllers-clear.server.ts';
import type { Order } from '#domain/applications/move.server.ts';
import { recordReview } from '#domain/applications/record-review.server.ts';
import { giveBack } from '#domain/applications/return.server.ts';
import { save } from '#domain/applications/save.server.ts';
import { start } from '#domain/applications/start.server.ts';
import { find } from '#domain/applications/store.server.ts';
import { mandatory, opinionKinds } from '#domain/applications/streams.ts';
import { submit } from '#domain/applications/submit.server.ts';
import { withdraw } from '#domain/applications/withdraw.server.ts';
import { closeVote } from '#domain/committees/close-vote.server.ts';
import { declare } from '#domain/committees/declare.server.ts';
import type { Choice, Rule } from '#domain/committees/rule.ts';
import { vote } from '#domain/committees/vote.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { committeeId, organisationId, type PersonKey } from './people.ts';
import { player } from './stage.ts';
import { inFavour, opinions, reasons, refusal } from './studies/opinions.ts';
import { answersOf, type Study } from './studies/study.ts';

/** Version 1 of the committee's rules. The demonstration's standard route has no objection period. */
export const firstRule: Rule = {
	minimumVoters: 3,
	minimumPublic: 1,
	counting: 'two-thirds',
	objectionDays: { standard: 0, sensitive: 10 }
};

/** Version 1 as the owner; run again, it changes nothing. */
export async function seedCommitteeRule(tx: Tx, rule: Rule = firstRule): Promise<void> {
	await tx`
		insert into committee_rule (committee_id, version, effective_from, content)
		values (${committeeId}, 1, ${'2026-01-01'}, ${tx.json(rule)})
		on conflict do nothing
	`;
}

/** What a form would carry for the application as it is now. */
export async function orderFor(
	sql: Sql,
	key: PersonKey,
	id: string,
	at: Temporal.Instant
): Promise<Order> {
	const { db } = await player(sql, key);
	const { version } = await db.read((tx) => find(tx, id));
	return { id, version, once: crypto.randomUUID(), at };
}

/** What an application starts from, when a count or a quote was made before. */
export type Sources = { readonly quote?: string; readonly feasibility?: string };

/** A draft with every question answered; gives the application's id. */
export async function draftApplication(
	sql: Sql,
	study: Study,
	at: Temporal.Instant,
	sources: Sources = {}
): Promise<string> {
	const { db, actor } = await player(sql, study.lead);
	const once = () => crypto.randomUUID();
	const id = await start(db, actor, {
		organisation: organisationId(study.organisation),
		title: study.project.title,
		quote: sources.quote ?? null,
		feasibility: sources.feasibility ?? null,
		once: once(),
		at
	});
	let version = 1;
	for (const [section, answers] of Object.entries(answersOf(study)))
		version = Number(await save(db, actor, { id, section, answers, version, once: once(), at }));
	return id;
}

export async function submitted(
	sql: Sql,
	study: Study,
	at: Temporal.Instant,
	sources: Sources = {}
): Promise<string> {
	const id = await draftApplication(sql, study, at, sources);
	const { db, actor } = await player(sql, study.lead);
	await submit(db, actor, await orderFor(sql, study.lead, id, at));
	return id;
}

export async function returned(sql: Sql, study: Study, at: Temporal.Instant): Promise<string> {
	const id = await submitted(sql, study, at);
	const { db, actor } = await player(sql, 'grace');
	await giveBack(db, actor, {
		...(await orderFor(sql, 'grace', id, at)),
		sections: ['safe-data'],
		reason:
			'Please say why the records must reach back so far. The committee will ask whether three years would do.'
	});
	return id;
}

export async function withdrawn(sql: Sql, study: Study, at: Temporal.Instant): Promise<string> {
	const id = await submitted(sql, study, at);
	const { db, actor } = await player(sql, study.lead);
	await withdraw(db, actor, {
		...(await orderFor(sql, study.lead, id, at)),
		reason: 'The funding was moved to another year.'
	});
	return id;
}

/** Accepted, with every review open. */
export async function inReview(
	sql: Sql,
	study: Study,
	at: Temporal.Instant,
	sources: Sources = {}
): Promise<string> {
	const id = await submitted(sql, study, at, sources);
	const { db, actor } = await player(sql, 'grace');
	await accept(db, actor, await orderFor(sql, 'grace', id, at));
	return id;
}

/** In review with every opinion that the study needs, waiting for the committee. */
export async function reviewed(
	sql: Sql,
	study: Study,
	at: Temporal.Instant,
	sources: Sources = {}
): Promise<string> {
	const id = await inReview(sql, study, at, sources);
	const needed = mandatory(study.tier, answersOf(study));
	for (const kind of opinionKinds.filter((one) => needed.includes(one))) {
		const [key, note] = opinions[kind];
		const { db, actor } = await player(sql, key);
		const order = await orderFor(sql, key, id, at);
		await recordReview(db, actor, { ...order, kind, verdict: 'support', note });
	}
	return id;
}

type Votes = Readonly<Partial<Record<'lucas' | 'sade' | 'miriam', Choice>>>;
const allYes: Votes = { lucas: 'yes', sade: 'yes', miriam: 'yes' };

/** One declaration and one vote a member, with the reasons the rules ask for. */
export async function voted(
	sql: Sql,
	id: string,
	at: Temporal.Instant,
	votes: Votes = allYes
): Promise<void> {
	for (const [key, choice] of Object.entries(votes) as [keyof Votes, Choice][]) {
		const { db, actor } = await player(sql, key);
		await declare(db, actor, {
			...(await orderFor(sql, key, id, at)),
			interest: 'none',
			detail: ''
		});
		await vote(db, actor, {
			...(await orderFor(sql, key, id, at)),
			choice,
			reason: choice === 'yes' ? '' : reasons[choice]
		});
	}
}

/** Voted on and closed by the chair: approved (and waiting for controllers), conditional or rejected. */
export async function decided(
	sql: Sql,
	study: Study,
	at: Temporal.Instant,
	votes: Votes = allYes,
	sources: Sources = {}
): Promise<string> {
	const id = await reviewed(sql, study, at, sources);
	await voted(sql, id, at, votes);
	const { db, actor } = await player(sql, 'miriam');
	const against = Object.values(votes).filter((choice) => choice === 'no').length;
	await closeVote(db, actor, {
		...(await orderFor(sql, 'miriam', id, at)),
		...(against > 1 ? refusal : inFavour)
	});
	return id;
}

/** Approved: decided by everybody’s yes, and the controllers’ period over. `sql` may be the portal’s. */
export async function approved(
	sql: Sql,
	study: Study,
	at: Temporal.Instant,
	sources: Sources = {}
): Promise<string> {
	const id = await decided(sql, study, at, allYes, sources);
	await clearDueApprovals(bind(sql, service.id), service, at);
	return id;
}
