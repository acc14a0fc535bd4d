import type { Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
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

/** An application with how much of it this reader is shown; null when that is nothing. */
export async function readable(tx: Tx, actor: Actor, id: string): Promise<Read | null> {
	const application = await store.visible(tx, id);
	if (!application) return null;
	const listed = await people.isListed(tx, id, actor.id);
	const access = accessOf(actor, application, listed);
	return access === 'none' ? null : { application, access, listed };
}

/** As `readable`. @throws Problem 404 for everybody who is shown nothing of it. */
export async function readFor(tx: Tx, actor: Actor, id: string): Promise<Read> {
	const read = await readable(tx, actor, id);
	if (!read) throw store.none();
	return read;
}
