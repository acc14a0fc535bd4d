import type { Role, Scope } from './roles.ts';

/** A role as somebody holds it: of the service, or of one organisation, committee or controller. */
export type Held = { readonly role: Role; readonly scope: Scope; readonly id: string | null };

/** How somebody signed in. `demo` counts as a second factor in the demonstration only. */
export type Level = 'password' | 'second-factor' | 'demo';

/** Who acts. Carried through every use-case; loaded afresh with each request. */
export type Actor = {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly level: Level;
	readonly roles: readonly Held[];
};

/** Whether the actor holds one of the roles, in `id`'s organisation, committee or controller if given. */
export const holds = (actor: Actor, wanted: readonly Role[], id?: string): boolean =>
	actor.roles.some(
		(held) =>
			wanted.includes(held.role) && (id === undefined || held.scope === 'service' || held.id === id)
	);

/** The ids of the organisations in which the actor holds one of the roles (any, when none is named). */
export const organisationsOf = (actor: Actor, wanted: readonly Role[] = []): string[] => [
	...new Set(
		actor.roles
			.filter(
				({ role, scope }) =>
					scope === 'organisation' && (wanted.length === 0 || wanted.includes(role))
			)
			.flatMap(({ id }) => (id === null ? [] : [id]))
	)
];

/** Jobs and webhooks act as this person, who is in every database (seeded with the roles). */
export const service: Actor = {
	id: '00000000-0000-7000-8000-000000000001',
	name: 'Aldgate',
	email: 'service@aldgate.invalid',
	level: 'second-factor',
	roles: [{ role: 'system', scope: 'service', id: null }]
};
