import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { canonical, type Json } from '#platform/canonical.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Services } from '#platform/services.server.ts';
import { londonDay } from '#platform/time.ts';
import * as workspaces from '../store.server.ts';
import { step } from './change.server.ts';
import * as store from './store.server.ts';

type Vault = Pick<Services['vault'], 'cuts'>;
type Order = { readonly workspace: string; readonly reason: string; readonly at: Temporal.Instant };

/**
 * Puts a workspace away: nobody works in it, its cuts, scripts and key are kept, and every file's
 * hash is noted. Waits for output requests that are open.
 * @throws Problem 403 | 404 | 409; ServiceError when the vault cannot be reached.
 */
export async function archive(
	db: Bound,
	who: Actor,
	vault: Vault,
	{ workspace: id, reason, at }: Order
): Promise<void> {
	insist(may(who, 'workspace.archive'));
	await db.read((tx) => workspaces.find(tx, id)); // 404 before the vault is asked
	const inventory = await vault.cuts({ person: who.id, workspace: id });
	await act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		const open = await store.openRequests(tx, workspace.projectId);
		if (open > 0)
			throw new Problem(
				409,
				'Outputs of this project are with the checkers. Archive it when they are decided.'
			);
		await store.addArchive(tx, { workspace: id, person: who.id, reason, inventory, at });
		const detail = { inventory };
		const move = 'workspace.archive';
		return { result: undefined, event: await step(tx, { workspace, move, reason, at, detail }) };
	});
}

type Revival = Order & { readonly endsOn: Temporal.PlainDate };

/**
 * Brings an archived workspace back, with the very bytes that were put away: the vault reads them
 * all again first.
 * @throws Problem 403 | 404; 409 when a byte changed, the data were withdrawn, or the end is past.
 */
export async function revive(
	db: Bound,
	who: Actor,
	vault: Vault,
	{ workspace: id, reason, endsOn, at }: Revival
): Promise<void> {
	insist(may(who, 'workspace.revive'));
	await db.read((tx) => workspaces.find(tx, id));
	const found: Json = await vault.cuts({ person: who.id, workspace: id });
	await act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		const [last] = await store.archives(tx, id);
		const withdrawn = await store.withdrawals(tx, id);
		if (withdrawn.some(({ snapshotId }) => snapshotId === workspace.snapshotId))
			throw new Problem(
				409,
				'The data of this workspace were withdrawn, so it does not come back.'
			);
		if (await store.destruction(tx, id))
			throw new Problem(409, 'The destruction of this workspace was asked for.');
		if (Temporal.PlainDate.compare(endsOn, londonDay(at)) < 0)
			throw new Problem(409, 'The new last day must not be past.');
		if (last && canonical(last.inventory) !== canonical(found))
			throw new Problem(409, 'The data are not those that were put away. Tell the data manager.');
		const move = 'workspace.revive';
		const detail = { endsOn: endsOn.toString() };
		const event = await step(tx, { workspace, move, reason, at, detail });
		await store.setEnd(tx, workspace.projectId, endsOn);
		if (last) await store.endArchive(tx, id, { number: last.number, person: who.id, at });
		return { result: undefined, event };
	});
}
