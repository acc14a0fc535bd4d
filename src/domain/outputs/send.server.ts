import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Order } from './change.server.ts';
import { runDifferencing } from './differencing/run.server.ts';
import type { Tools } from './files/work-out.server.ts';
import { find } from './store.server.ts';
import { insistReady, submit } from './submit.server.ts';
import { save, type Words } from './words.server.ts';

/**
 * Saves what was typed, has the vault compare the request with every earlier release, and sends it to
 * the checkers. What was typed is kept even when it cannot be sent. @throws Problem 403 | 404 | 409.
 */
export async function send(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Order & Words
): Promise<void> {
	const { id, at } = asked;
	await save(tools, db, who, asked);
	await insistReady(db, who, id);
	await runDifferencing(db, tools.vault, who, { id, at });
	const { version } = await db.read((tx) => find(tx, id));
	await submit(db, who, { id, version, at });
}
