import { canonical, type Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import * as store from './store.server.ts';

export type Finding =
	| { readonly ok: true; readonly events: bigint }
	| { readonly ok: false; readonly seq: bigint; readonly what: string };

/**
 * Walks the whole chain and names the first event that was changed, removed or put elsewhere.
 * The reader must be able to see every event (the auditor, or the database's owner).
 */
export async function verify(tx: Tx): Promise<Finding> {
	let last = { seq: 0n, hash: '0'.repeat(64) };
	for (;;) {
		const page = await store.from(tx, last.seq);
		for (const event of page) {
			const what = fault(event, last);
			if (what !== null) return { ok: false, seq: event.seq, what };
			last = { seq: event.seq, hash: event.hash };
		}
		if (page.length === 0) break;
	}
	const head = await store.head(tx);
	if (head.seq !== last.seq || head.hash !== last.hash)
		return { ok: false, seq: last.seq + 1n, what: 'events are missing from the end' };
	return { ok: true, events: last.seq };
}

function fault(event: store.Stored, last: { seq: bigint; hash: string }): string | null {
	if (event.seq !== last.seq + 1n) return 'an event is missing before this one';
	if (event.previousHash !== last.hash) return 'it does not follow the event before it';
	if (sha256(event.body) !== event.hash) return 'its words do not match its hash';
	const said = JSON.parse(event.body) as Record<string, Json>;
	if (canonical(said) !== event.body) return 'its words are not in canonical form';
	const columns = {
		seq: String(event.seq),
		at: event.at.toString(),
		actor: event.actorId,
		action: event.action,
		subject: `${event.subjectKind}:${event.subjectId}`,
		organisation: event.organisationId,
		previous: event.previousHash
	};
	for (const [key, value] of Object.entries(columns))
		if (said[key] !== value) return `its ${key} differs from what its hash was taken of`;
	return null;
}
