import * as v from 'valibot';
import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as workspaces from '../store.server.ts';
import { moved } from '../workspace.ts';
import { askedOf, choicesInForce } from './approved.ts';
import { ChoicesSchema } from './choices.ts';
import { conflictsOf } from './conflicts.ts';
import { answersFrom, choicesFrom, inWords, type RulesAnswers } from './form.ts';
import * as store from './store.server.ts';

type Order = {
	readonly workspace: string;
	readonly answers: RulesAnswers;
	readonly at: Temporal.Instant;
};

/** Sentences by the field that they belong to; empty when the rules were set. */
export type Refused = Readonly<Record<string, string>>;

/**
 * Sets the rules of an extract and has it made again under them. Only before the workspace has opened:
 * two cuts of one project with different forms of days would give each other's days away.
 * Answers what stands in the way, by field, when the choices contradict each other; nothing is written then.
 */
export function setRules(
	db: Bound,
	who: Actor,
	jobs: Pick<Jobs, 'send'>,
	{ workspace: id, answers, at }: Order
): Promise<Refused> {
	return act<Refused>(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		insist(may(who, 'workspace.set-rules'));
		const status = moved(workspace.status, 'workspace.retry');
		const approved = await store.approved(tx, id);
		if (!approved) throw new Problem(404, 'There is no such workspace.');
		const [before] = await store.versions(tx, id);
		const { groups, sensitiveLists, reasons } = choicesInForce(
			before?.choices ?? null,
			approved.safeData
		);
		const given = choicesFrom(answers) as { readonly reasons: Readonly<Record<string, string>> };
		// what the page does not ask stays as it was
		const kept = ['groups', 'sensitiveLists'].flatMap((name) =>
			reasons[name] === undefined ? [] : [[name, reasons[name]] as const]
		);
		const choices = v.parse(ChoicesSchema, {
			...given,
			groups,
			sensitiveLists,
			reasons: { ...given.reasons, ...Object.fromEntries(kept) }
		});
		const found = conflictsOf(askedOf(choices, approved, await store.organisationColumns(tx)));
		if (found.length > 0)
			return {
				result: Object.fromEntries(found.map(({ field, message }) => [field, message])),
				event: []
			};
		const { reason } = answers;
		const version = await store.add(tx, {
			workspace: id,
			choices,
			reason,
			person: who.id,
			at
		});
		await workspaces.resetSteps(tx, id);
		if (workspace.status !== status) await workspaces.setStatus(tx, id, { status, at });
		await jobs.send(tx, 'workspace.provision', { workspace: id }, id);
		return {
			result: {},
			event: {
				action: 'workspace.set-rules',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: { version, reason, preset: choices.preset },
				at
			}
		};
	});
}

/** The rules of an extract, who set them and why, and the form of who may. @throws Problem 404. */
export function rulesPage(db: Bound, who: Actor, id: string) {
	return db.read(async (tx) => {
		const workspace = await workspaces.find(tx, id);
		const [versions, approved] = await Promise.all([
			store.versions(tx, id),
			store.approved(tx, id)
		]);
		const choices = choicesInForce(versions[0]?.choices ?? null, approved?.safeData ?? '{}');
		const early = workspace.status === 'provisioning' || workspace.status === 'gate';
		return {
			id,
			status: workspace.status,
			project: {
				id: workspace.projectId,
				number: String(workspace.projectNumber),
				title: workspace.projectTitle
			},
			answers: answersFrom(choices),
			words: inWords(choices),
			mayChoose: may(who, 'workspace.set-rules').allowed,
			mayNow: early,
			versions: versions.map(({ version, reason, setBy, at }) => ({
				version,
				reason,
				by: setBy ?? 'Somebody of the service',
				at: at.toString()
			}))
		};
	});
}
