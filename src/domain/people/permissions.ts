import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { holds, type Actor } from './actor.ts';
import { roleName, roles, type Role } from './roles.ts';

/**
 * The one table of who may do what. An action's name runs through move, grant, event, button and
 * test. Rules that depend on the thing itself (own application, same project) live in its policy.
 */
export const grants = {
	applicant: [
		'feasibility.count',
		'quote.make',
		'application.start',
		'application.save',
		'application.submit',
		'application.withdraw',
		'application.appeal',
		'code-list.import',
		'code-list.discard'
	],
	member: [
		'feasibility.count',
		'code-list.import',
		'code-list.discard',
		'quote.make',
		'application.save',
		'workspace.run',
		'notebook.create',
		'notebook.save',
		'notebook.restore',
		'notebook.remove',
		'ingress.send',
		'ingress.withdraw',
		'ingress.remove',
		'library.ask',
		'library.withdraw',
		'output.draft',
		'output.control',
		'output.submit',
		'output.compare',
		'output.withdraw',
		'output.comment',
		'output.download',
		'regular.propose',
		'regular.retry',
		'regular.stop',
		'publication.draft',
		'publication.submit',
		'publication.withdraw',
		'project.accept-terms'
	],
	signatory: ['agreement.accept', 'agreement.sign-partner', 'project.supply-po'],
	'finance-contact': ['project.supply-po'],
	'user-manager': ['project.add-member', 'project.remove-member'],
	'access-manager': [
		'application.accept',
		'application.return',
		'application.meet-conditions',
		'review.record',
		'read.applications'
	],
	'technical-reviewer': ['review.record', 'read.applications'],
	'privacy-officer': [
		'dataset.publish',
		'dataset.return',
		'read.lost-releases',
		'review.record',
		'application.meet-conditions',
		'gate.approve',
		'workspace.suspend',
		'workspace.withdraw',
		'workspace.confirm-destruction',
		'gate.waive',
		'gate.end-waiver',
		'gate.revoke',
		'read.applications',
		'read.outputs',
		'output.advise',
		'person.declare-tie',
		'person.end-tie',
		'policy.draft',
		'policy.approve',
		'policy.discard',
		'policy.retire',
		'policy.read'
	],
	'caldicott-guardian': [
		'review.record',
		'workspace.suspend',
		'workspace.withdraw',
		'read.applications',
		'policy.approve',
		'policy.discard',
		'policy.retire',
		'policy.read'
	],
	'commercial-manager': [
		'agreement.draft',
		'agreement.offer',
		'review.record',
		'rate-card.draft',
		'read.applications'
	],
	'commercial-director': [
		'agreement.offer',
		'agreement.sign-service',
		'invoice.raise',
		'rate-card.approve',
		'read.applications'
	],
	'finance-officer': [
		'project.accept-po',
		'invoice.raise',
		'invoice.record-payment',
		'ledger.read'
	],
	'data-manager': [
		'read.lost-releases',
		'workspace.provision',
		'workspace.retry',
		'workspace.set-rules',
		'workspace.set-cap',
		'workspace.set-driver',
		'workspace.set-rows-shown',
		'refresh.ask',
		'refresh.retry',
		'refresh.drop',
		'workspace.make-read-only',
		'workspace.suspend',
		'workspace.resume',
		'workspace.withdraw',
		'workspace.archive',
		'workspace.revive',
		'workspace.ask-destruction',
		'gate.approve',
		'gate.revoke',
		'ingress.accept',
		'ingress.refuse',
		'ingress.remove',
		'library.agree',
		'library.decline',
		'job.retry',
		'job.read',
		'person.declare-tie',
		'person.end-tie',
		'policy.draft',
		'policy.read',
		'publication.approve',
		'publication.return',
		'dataset.require-review',
		'dataset.register',
		'dataset.reread',
		'dataset.confirm',
		'dataset.propose',
		'dataset.discard'
	],
	'output-checker': [
		'read.lost-releases',
		'output.compare',
		'output.claim',
		'output.unclaim',
		'output.escalate',
		'output.vote',
		'output.release',
		'output.return',
		'output.reject',
		'output.comment',
		'output.revoke',
		'regular.vote',
		'regular.approve',
		'regular.decline',
		'regular.stop',
		'read.outputs',
		'person.declare-tie',
		'person.end-tie',
		'policy.read',
		'publication.approve',
		'publication.return'
	],
	auditor: [
		'ledger.read',
		'job.read',
		'read.applications',
		'read.outputs',
		'read.lost-releases',
		'policy.read'
	],
	administrator: ['job.retry', 'job.read', 'read.lost-releases'],
	system: [
		'application.controllers-clear',
		'application.expire',
		'application.lapse',
		'agreement.expire',
		'workspace.step',
		'refresh.step',
		'workspace.make-read-only',
		'workspace.destroy',
		'project.remind',
		'output.compare',
		'invoice.raise',
		'billing.record-usage',
		'output.sign',
		'gate.sign',
		'regular.run',
		'regular.release',
		'regular.end',
		'regular.stop',
		'person.add'
	],
	'committee-member': ['committee.declare', 'committee.vote'],
	'committee-chair': [
		'committee.declare',
		'committee.vote',
		'application.close-vote',
		'application.uphold-objection',
		'application.dismiss-objection'
	],
	citizen: ['committee.declare', 'committee.vote'],
	'citizens-secretary': ['review.record'],
	'controller-approver': [
		'controller.object',
		'policy.draft',
		'policy.approve',
		'policy.discard',
		'policy.retire',
		'policy.read'
	],
	'federation-delegate': ['controller.object']
} as const satisfies Record<Role, readonly string[]>;

/** What everybody who signed in may do to their own account. */
const own = ['person.sign-in', 'person.sign-out-everywhere'] as const;

export type Action = (typeof grants)[Role][number] | (typeof own)[number];

export const actions: readonly Action[] = [
	...new Set<Action>([...Object.values(grants).flat(), ...own])
].sort();

/** The roles that carry an action. */
export const rolesWith = (action: Action): Role[] =>
	roles.filter((role) => (grants[role] as readonly Action[]).includes(action));

/**
 * Whether the actor holds a role that carries the action; `scope` is the id of the organisation,
 * committee or controller it must be held in (roles of the service hold everywhere).
 */
export function may(actor: Actor, action: Action, scope?: string): Verdict {
	if ((own as readonly Action[]).includes(action)) return allowed;
	const carriers = rolesWith(action);
	if (holds(actor, carriers, scope)) return allowed;
	return refused(`Only the ${carriers.map(roleName).join(' or the ')} can do this.`);
}
