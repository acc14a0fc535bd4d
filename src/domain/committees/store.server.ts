import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Interest } from './policy.ts';
import { RuleSchema, type Choice, type Rule, type Seat } from './rule.ts';

/** The committee that decides applications. */
export async function committee(tx: Tx): Promise<{ id: string; name: string }> {
	const [row] = await tx<{ id: string; name: string }[]>`
		select id, name from committee order by id limit 1
	`;
	if (!row) throw new Error('There is no committee. Seed one before applications are reviewed.');
	return row;
}

/** The version of a committee's rules that is in force on a day. */
export async function ruleOn(
	tx: Tx,
	committeeId: string,
	on: Temporal.PlainDate
): Promise<{ version: number; rule: Rule }> {
	const [row] = await tx<{ version: number; content: Json }[]>`
		select version, content
		from committee_rule
		where committee_id = ${committeeId} and effective_from <= ${on}
		order by effective_from desc, version desc
		limit 1
	`;
	if (!row) throw new Error('The committee has no rules in force.');
	return { version: row.version, rule: v.parse(RuleSchema, row.content) };
}

export type Member = Seat & {
	readonly personId: string;
	readonly name: string;
	readonly reason: string;
};

/** Everybody appointed on a day who votes, with what they declared and voted in a round. */
export const members = (
	tx: Tx,
	committeeId: string,
	application: string,
	round: number,
	on: Temporal.PlainDate
): Promise<Member[]> =>
	tx<Member[]>`
		select m.person_id, p.name, m.role = 'citizen' as public, m.role = 'committee-chair' as chair,
		       d.interest, v.choice, coalesce(v.reason, '') as reason
		from committee_member m
		join person p on p.id = m.person_id
		left join declaration d on d.application_id = ${application} and d.person_id = m.person_id
		left join vote v
		  on v.application_id = ${application} and v.round = ${round} and v.person_id = m.person_id and v.voided_at is null
		where m.committee_id = ${committeeId}
		  and m.role in ('committee-member', 'committee-chair', 'citizen')
		  and m.appointed_on <= ${on}
		  and (m.until is null or m.until >= ${on})
		order by m.role = 'committee-chair', m.role, p.name
	`;

export type Declared = { readonly interest: Interest; readonly detail: string };

export async function declared(
	tx: Tx,
	application: string,
	person: string
): Promise<Declared | null> {
	const [row] = await tx<Declared[]>`
		select interest, detail from declaration where application_id = ${application} and person_id = ${person}
	`;
	return row ?? null;
}

/** Writes or corrects a declaration; a direct interest, however late, voids the person's vote. */
export async function declare(
	tx: Tx,
	application: string,
	person: string,
	{ interest, detail }: Declared,
	at: Temporal.Instant
): Promise<void> {
	await tx`
		insert into declaration (application_id, person_id, interest, detail, at)
		values (${application}, ${person}, ${interest}, ${detail}, ${at})
		on conflict (application_id, person_id) do update
		set interest = excluded.interest, detail = excluded.detail, at = excluded.at
	`;
	if (interest === 'direct')
		await tx`
			update vote set voided_at = ${at}
			where application_id = ${application} and person_id = ${person} and voided_at is null
		`;
}

/** Casts a vote, or changes it while the vote is open. */
export async function vote(
	tx: Tx,
	application: string,
	round: number,
	person: string,
	{ choice, reason }: { choice: Choice; reason: string },
	at: Temporal.Instant
): Promise<void> {
	await tx`
		insert into vote (application_id, round, person_id, choice, reason, at)
		values (${application}, ${round}, ${person}, ${choice}, ${reason}, ${at})
		on conflict (application_id, round, person_id) do update
		set choice = excluded.choice, reason = excluded.reason, at = excluded.at, voided_at = null
	`;
}

export type Decision = {
	readonly outcome: 'approved_pending' | 'conditional' | 'rejected';
	readonly reason: string;
	readonly publicReason: string;
	readonly inputs: Readonly<Record<string, Json>>;
	readonly ruleVersion: number;
	readonly at: Temporal.Instant;
};

export async function insertDecision(
	tx: Tx,
	application: string,
	round: number,
	decision: Decision & { by: string }
): Promise<void> {
	const { outcome, reason, publicReason, inputs, ruleVersion, by, at } = decision;
	await tx`
		insert into decision (application_id, round, outcome, reason, public_reason, inputs, rule_version, decided_by, at)
		values (
			${application}, ${round}, ${outcome}, ${reason}, ${publicReason}, ${tx.json(inputs)},
			${ruleVersion}, ${by}, ${at}
		)
	`;
}

/** The decision that stands: that of the latest round. */
export async function decision(tx: Tx, application: string): Promise<Decision | null> {
	const [row] = await tx<Decision[]>`
		select outcome, reason, public_reason, inputs, rule_version, at
		from decision
		where application_id = ${application}
		order by round desc
		limit 1
	`;
	return row ?? null;
}
