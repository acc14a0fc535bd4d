import type { Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Application } from './application.ts';
import { accessOf, type Access } from './policy.ts';
import * as people from './people/store.server.ts';
import * as store from './store.server.ts';

export type Read = {
	readonly application: Application;
	readonly access: Exclude<Access, 'none'>;
	/** Named on the application when it was sent. */
	readonly listed: boolean;
};

/** An application with how much of it this reader is shown. @throws Problem 404 for everybody else. */
export async function readFor(tx: Tx, actor: Actor, id: string): Promise<Read> {
	const application = await store.find(tx, id);
	const listed = await people.isListed(tx, id, actor.id);
	const access = accessOf(actor, application, listed);
	if (access === 'none') throw new Problem(404, 'There is no such application.');
	return { application, access, listed };
}
