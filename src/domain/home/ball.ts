import type { Role } from '#domain/people/roles.ts';
import type { Thing } from './thing.ts';

/** Who has the ball, in which words for them, and in which words for those who wait. */
export type Ball = {
	readonly kind: Thing['kind'];
	readonly status: string;
	/** A review stream, say, without which this line does not apply. */
	readonly open?: string;
	/** Roles, or the lead and members of the thing itself. */
	readonly roles: readonly Role[] | 'mine';
	readonly verb: string;
	/** "Waiting for …" */
	readonly who: string;
	/** How long it usually takes, in working days; policy, until there are statistics of our own. */
	readonly usual: number;
};

/** `where` is a status, or a status and what must still be open in it. */
export function row(
	kind: Thing['kind'],
	where: string,
	roles: Ball['roles'],
	verb: string,
	who: string,
	usual: number
): Ball {
	const [status = '', open] = where.split('/');
	return { kind, status, roles, verb, who, usual, ...(open === undefined ? {} : { open }) };
}
