import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { holds, type Actor } from './actor.ts';
import { partnerGrants } from './grants-partners.ts';
import { serviceGrants } from './grants-service.ts';
import { roleName, roles, type Role } from './roles.ts';

/**
 * The one table of who may do what. An action's name runs through move, grant, event, button and
 * test. Rules that depend on the thing itself (own application, same project) live in its policy.
 */
export const grants = {
	...partnerGrants,
	...serviceGrants
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
