import { act } from '#domain/audit/act.server.ts';
import { policiesFor } from '#domain/disclosure/policies/pinned.server.ts';
import { service } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import type { Prepared } from '../files/file.ts';
import * as files from '../files/store.server.ts';
import { moved } from '../output.ts';
import * as requests from '../store.server.ts';
import * as turns from '../turns/store.server.ts';
import * as due from './due.store.server.ts';
import type { Regular } from './regular.ts';
import * as store from './store.server.ts';

type Sent = {
	readonly definition: Regular;
	readonly run: due.Run;
	readonly made: Prepared;
	readonly at: Temporal.Instant;
};

/**
 * Puts the table of a run before the checkers, as a request of whoever proposed the definition: there
 * it stays unless the standing approval covers it. Answers the request's id; sent again, the same.
 */
export const sendToDesk = (db: Bound, { definition, run, made, at }: Sent): Promise<string> =>
	act(db, service, async (tx) => {
		await store.lock(tx, definition.id);
		const before = (await due.runs(tx, definition.id)).find(({ id }) => id === run.id);
		if (before?.requestId) return { result: before.requestId, event: [] };
		const { title, projectId, proposedBy, reason, fileName } = definition;
		const policy = await policiesFor(tx, { project: projectId, day: londonDay(at) });
		const words = {
			title: `${title}, ${run.period}`.slice(0, 200),
			purpose: reason,
			description: `A regular release: the same table as was released before, computed again for ${run.period}.`
		};
		const id = await due.insertRequest(tx, {
			...words,
			run: run.id,
			project: projectId,
			person: proposedBy,
			policy,
			at
		});
		await files.add(tx, id, made, { name: fileName, supporting: false, at });
		const held = await files.files(tx, id);
		await turns.keepTurn(tx, { id, turn: 1 }, { ...words, files: held, person: service.id, at });
		const to = moved('draft', 'output.submit');
		await requests.setStatus(tx, { id, status: 'draft' }, { status: to, at });
		return {
			result: id,
			event: {
				action: 'regular.run',
				subject: { kind: 'output', id },
				organisation: definition.organisationId,
				detail: { from: 'draft', to, regular: definition.id, period: run.period },
				at
			}
		};
	});
