import { holds, type Actor } from '#domain/people/actor.ts';
import type { Role } from '#domain/people/roles.ts';
import type { Ball } from './ball.ts';
import { balls } from './balls.ts';
import type { Thing } from './thing.ts';

const pages = {
	application: 'applications',
	agreement: 'agreements',
	project: 'projects',
	workspace: 'workspaces',
	refresh: 'workspaces',
	life: 'workspaces',
	ingress: 'workspaces',
	library: 'workspaces',
	output: 'outputs',
	regular: 'outputs/regular',
	publication: 'publications'
} as const satisfies Record<Thing['kind'], string>;

/** Pages below a thing's own on which its work is done. */
const below: Partial<Record<Thing['kind'], string>> = {
	refresh: '/data',
	life: '/life',
	ingress: '/files',
	library: '/library'
};

/** Where the work is done. */
const hrefOf = ({ kind, id }: Thing, staff: boolean): string =>
	`/${pages[kind]}/${id}${below[kind] ?? (kind === 'workspace' && staff ? '/provisioning' : '')}`;

export type Waiting = {
	readonly verb: string;
	readonly name: string;
	readonly href: string;
	readonly who: string;
	readonly since: Temporal.Instant;
	readonly usual: number;
};

const organisational: readonly Role[] = ['signatory', 'finance-contact'];

function has(actor: Actor, ball: Ball, thing: Thing): boolean {
	if (thing.done) return false;
	if (ball.roles === 'mine') return thing.mine;
	return ball.roles.some((role) =>
		organisational.includes(role)
			? holds(actor, [role], thing.organisationId)
			: holds(actor, [role])
	);
}

/** Splits what is under way into what this person can do now and what they wait for, oldest first. */
export function share(
	actor: Actor,
	things: readonly Thing[]
): { readonly now: Waiting[]; readonly others: Waiting[] } {
	const now: Waiting[] = [];
	const others: Waiting[] = [];
	for (const thing of things) {
		const applying = balls.filter(
			({ kind, status, open }) =>
				kind === thing.kind &&
				status === thing.status &&
				(open === undefined || thing.open.includes(open))
		);
		const [ours] = applying.filter((ball) => has(actor, ball, thing));
		const ball = ours ?? applying[0];
		if (!ball || (!ours && !concerns(actor, thing))) continue;
		const { verb, who, usual } = ball;
		const staff = ball.roles !== 'mine' && ball.roles.includes('data-manager');
		(ours ? now : others).push({
			verb,
			who,
			usual,
			name: thing.name,
			href: hrefOf(thing, staff || ball.open === 'privacy-officer'),
			since: thing.since
		});
	}
	const oldest = (a: Waiting, b: Waiting) => Temporal.Instant.compare(a.since, b.since);
	return { now: now.sort(oldest), others: others.sort(oldest) };
}

/** People see what they themselves wait for; staff have their queues. */
const concerns = (actor: Actor, { mine, organisationId, open }: Thing): boolean =>
	(mine && !open.includes('terms')) || holdsOfficeIn(actor, organisationId);

const holdsOfficeIn = (actor: Actor, organisation: string): boolean =>
	actor.roles.some(({ role, id }) => id === organisation && organisational.includes(role));
