import { act, actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { allowed, insist, Problem, refused, type Verdict } from '#platform/problems.ts';
import { isMember } from '../ingress/store.server.ts';
import * as workspaces from '../store.server.ts';
import { moved, type Language } from './request.ts';
import * as store from './store.server.ts';

/** Members of the project ask for packages. */
export const mayAsk = (who: Actor, member: boolean): Verdict =>
	member ? may(who, 'library.ask') : refused('Only members of the project ask for packages.');

/** A data manager answers, and never what they asked themselves. */
export function mayAnswer(who: Actor, request: { readonly askedBy: string }): Verdict {
	const role = may(who, 'library.agree');
	if (!role.allowed) return role;
	return request.askedBy === who.id
		? refused('You asked for this package, so another data manager answers.')
		: allowed;
}

/**
 * Asks for a package that the library does not have. Answers the request's id.
 * @throws Problem 403 | 404; 409 when the same one waits already.
 */
export const ask = (
	db: Bound,
	who: Actor,
	order: {
		readonly workspace: string;
		readonly language: Language;
		readonly package: string;
		readonly purpose: string;
		readonly once: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const workspace = await workspaces.find(tx, order.workspace);
		insist(mayAsk(who, await isMember(tx, workspace.projectId, who.id)));
		if (await store.waits(tx, order.workspace, order))
			throw new Problem(409, `${order.package} was asked for already and waits for an answer.`);
		const id = await store.insert(tx, { ...order, person: who.id });
		const { language, package: name, at } = order;
		return {
			result: id,
			event: {
				action: 'library.ask',
				subject: { kind: 'workspace', id: order.workspace },
				organisation: workspace.organisationId,
				detail: { request: id, language, package: name },
				at
			}
		};
	});

/**
 * Answers a request, with reasons, or takes it back (`decision` "withdraw", by who asked).
 * @throws Problem 403 | 404; 409 when it was answered before.
 */
export const answer = (
	db: Bound,
	who: Actor,
	order: {
		readonly workspace: string;
		readonly request: string;
		readonly decision: 'agree' | 'decline' | 'withdraw';
		readonly answer: string;
		readonly at: Temporal.Instant;
	}
): Promise<void> =>
	act(db, who, async (tx) => {
		const workspace = await workspaces.find(tx, order.workspace);
		const request = await store.lock(tx, order.workspace, order.request);
		const { decision, at } = order;
		const back = decision === 'withdraw';
		insist(
			!back
				? mayAnswer(who, request)
				: request.askedBy === who.id
					? allowed
					: refused('Only the person who asked for a package can take that back.')
		);
		const action = `library.${decision}` as const;
		const status = moved(request.status, action);
		const said = back ? '' : order.answer;
		await store.setStatus(tx, request.id, { status, by: back ? null : who.id, answer: said, at });
		return {
			result: undefined,
			event: {
				action,
				subject: { kind: 'workspace', id: order.workspace },
				organisation: workspace.organisationId,
				detail: { request: request.id, package: request.package, to: status, reason: said },
				at
			}
		};
	});
