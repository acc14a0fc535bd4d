import { actOnce } from '#domain/audit/act.server.ts';
import type { Pinned } from '#domain/disclosure/policies/pinned.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { endingOf, nameFor, type Prepared } from './files/file.ts';
import { fromUpload } from './files/upload.server.ts';
import * as files from './files/store.server.ts';
import { fromSql, type Tools } from './files/work-out.server.ts';
import { mayAsMember } from './policy.ts';
import { forWorkspace } from './prepare.server.ts';
import * as store from './store.server.ts';

type Start = {
	readonly workspace: string;
	readonly title: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Starts a request with a table from a query. Answers the request's id.
 * @throws Problem 403 | 404 | 409 with what to do.
 */
export async function draftFromSql(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Start & { readonly sql: string }
): Promise<string> {
	const ask = await forWorkspace(db, who, asked.workspace, asked.at);
	return keep(db, who, asked, ask, {
		made: await fromSql(tools, ask, asked.sql),
		name: asked.title
	});
}

/** Starts a request with a file made elsewhere, of any kind that can be scanned. */
export async function draftFromFile(
	tools: Pick<Tools, 'objects' | 'host'>,
	db: Bound,
	who: Actor,
	asked: Start & { readonly name: string; readonly bytes: Uint8Array; readonly claim: string }
): Promise<string> {
	const ask = await forWorkspace(db, who, asked.workspace, asked.at);
	const { made, cleanName } = await fromUpload(tools, asked, ask);
	return keep(db, who, asked, ask, { made, name: cleanName });
}

const keep = (
	db: Bound,
	who: Actor,
	{ workspace, title, once, at }: Start,
	{ pinned }: { readonly pinned: Pinned },
	{ made, name }: { readonly made: Prepared; readonly name: string }
): Promise<string> =>
	actOnce(db, who, once, async (tx) => {
		const place = await store.workspace(tx, workspace);
		insist(mayAsMember(who, 'output.draft', await store.standing(tx, place.projectId, who.id)));
		const id = await store.insert(tx, {
			project: place.projectId,
			person: who.id,
			title,
			policy: pinned,
			at
		});
		const plain = nameFor(name, [], endingOf(name, made.sql !== ''));
		await files.add(tx, id, made, { name: plain, supporting: false, at });
		return {
			result: id,
			event: {
				action: 'output.draft',
				subject: { kind: 'output', id },
				organisation: place.organisationId,
				detail: { title, to: 'draft', verdict: made.verdict },
				at
			}
		};
	});
