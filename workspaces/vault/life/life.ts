import { sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectReference } from '#domain/projects/project.ts';
import { canonical, type Json } from '#platform/canonical.ts';
import type { Sql } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { Problem } from '#platform/problems.ts';
import { writeWhole } from '#workspaces/deidentify/run.ts';
import { destroyKey } from '../destroy-key.ts';
import type { KeyLedger } from '../key-ledger.ts';
import type { Keys } from '../keys.ts';
import type { Signer } from '../release/sign.ts';
import type { SigningKey } from '../release/signing-keys.ts';
import { inventoryOf } from './cuts.ts';
import * as store from './store.server.ts';

type Asked = { readonly person: string; readonly workspace: string; readonly at: Temporal.Instant };

/** What the vault does at the ends of a workspace's life. */
export type Life = {
	/** Every file of every cut with its hash. @throws Problem 403 | 404 | 409. */
	cuts(asked: Asked): Promise<Json>;
	/** Destroys what two people decided and certifies it; again, it gives the same certificate. */
	destroy(asked: Asked): Promise<store.Certified>;
};

type Place = {
	readonly snapshots: string;
	readonly keys: Keys;
	readonly ledger: KeyLedger;
	readonly signing: SigningKey;
	readonly signer: Pick<Signer, 'publish'>;
};

export const workspaceLife = (sql: Sql, place: Place): Life => ({
	async cuts({ person, workspace }) {
		const held = await store.heldBy(sql, person, workspace);
		if (!held.mayCount) throw new Problem(403, 'Only a data manager has data counted.');
		return inventoryOf(place.snapshots, held.cuts);
	},
	async destroy({ person, workspace, at }) {
		const held = await store.heldBy(sql, person, workspace);
		if (!held.isService) throw new Problem(404, 'There is no such workspace.');
		const before = await store.certified(sql, person, workspace);
		if (before) return before;
		if (held.confirmedAt === null || held.status !== 'archived')
			throw new Problem(409, 'Two people have not decided to destroy this workspace.');
		const inventory = noted(place, workspace, () => inventoryOf(place.snapshots, held.cuts));
		for (const { snapshot } of held.cuts) {
			rmSync(join(place.snapshots, snapshot), { recursive: true, force: true });
			const sidecar = join(place.keys.folder, 'sidecars', `${snapshot}.parquet`);
			rmSync(sidecar, { force: true });
		}
		const key = await destroyKey(place, { person, project: held.project, at });
		const text = certificateOf(held, {
			workspace,
			inventory,
			key,
			signedWith: place.signing.id,
			at
		});
		await place.signer.publish(at);
		await store.certify(sql, person, workspace, signed(text, place.signing), at);
		const kept = await store.certified(sql, person, workspace);
		if (!kept) throw new Error('The certificate was not kept.');
		return kept;
	}
});

/**
 * What there was, written down before anything goes: a vault that is killed in between still knows
 * the hashes when it is asked again.
 */
function noted({ keys }: Place, workspace: string, read: () => Json): Json {
	const folder = join(keys.folder, 'destroyed');
	const path = join(folder, `${workspace}.json`);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (!existsSync(path)) writeWhole(path, canonical(read()));
	return JSON.parse(readFileSync(path, 'utf8')) as Json;
}

type Facts = {
	readonly workspace: string;
	readonly inventory: Json;
	readonly key: Json;
	readonly signedWith: string;
	readonly at: Temporal.Instant;
};

/** What was destroyed, when, why and by whose decision: roles, not names, as it may be shown to anybody. */
const certificateOf = (
	held: store.Held,
	{ workspace, inventory, key, signedWith, at }: Facts
): string =>
	canonical({
		format: 'destruction-certificate/1',
		project: { number: projectReference(held.projectNumber), title: held.title },
		workspace,
		reason: held.reason,
		decided: [
			{ role: 'data-manager', at: held.askedAt },
			{ role: 'privacy-officer', at: held.confirmedAt }
		],
		destroyed: inventory,
		key,
		destroyedAt: at.round('millisecond').toString(),
		signedWith
	});

const signed = (certificate: string, key: SigningKey): store.Certified => ({
	certificate,
	sha256: sha256(certificate),
	signature: sign(null, Buffer.from(certificate), key.private).toString('base64'),
	keyId: key.id
});
