import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '#platform/digest.server.ts';
import { log } from '#platform/log.server.ts';
import { helpDeidentify } from '#workspaces/deidentify/help.ts';
import type { Access } from './access.ts';
import { openProjectKey } from './project-keys.ts';
import { catalogueOf, rulesOf, seenLists, snapshotName, type Place } from './provision.ts';
import type { Begun, Shares } from './shares.ts';

type Helper = {
	readonly place: Place;
	readonly access: Access;
	readonly shares: Shares;
	/** A folder of this vault's own: who is who is in it while it helps. */
	readonly scratch: string;
	/** Extracts of this vault itself, and those it helps with, one after the other. */
	readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
};

const every = 1000; // ms between looks

/**
 * Helps with one extract, if this vault comes to the same approval, rules, source and key as the one
 * that began it: their name is the snapshot's, and another vault's word counts for nothing.
 */
async function help({ place, access, shares, scratch }: Helper, begun: Begun): Promise<void> {
	const { snapshot, project, person } = begun;
	// this vault's own work may have come first
	if (!(await shares.open()).some((open) => open.snapshot === snapshot)) return;
	const { verdict, approved } = await access.extractOf(person, project);
	if (!verdict.allowed || !approved) return;
	const known = catalogueOf(place.warehouse);
	const rules = rulesOf(project, approved, known);
	if (snapshotName(place, rules, known) !== snapshot) return;
	const { bytes, ...key } = openProjectKey(place.keys, project);
	mkdirSync(scratch, { recursive: true, mode: 0o700 });
	try {
		const grant = await place.ledger.grant({ person, project, ...key, at: place.now() });
		const helper = randomUUID();
		await helpDeidentify({
			...place.warehouse,
			rules,
			master: bytes,
			keyVersion: key.version,
			out: join(scratch, snapshot),
			previousLists: seenLists(place.keys),
			share: shares.of(begun, true),
			used: (domains) =>
				place.ledger.used({
					grant: grant.id,
					person,
					project,
					snapshot,
					domains,
					helper,
					rulesSha256: digest(rules),
					at: place.now()
				})
		});
	} finally {
		bytes.fill(0);
	}
}

/** Says that this vault is here and helps where it can, until it is stopped. */
export function helping(helper: Helper): { stop(): Promise<void> } {
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	let looking = Promise.resolve();
	const busy = new Set<string>();
	const look = async () => {
		try {
			await helper.shares.present();
			for (const begun of await helper.shares.open()) {
				if (stopped || busy.has(begun.snapshot)) continue;
				busy.add(begun.snapshot);
				// not awaited: this vault must go on saying that it is here
				void helper
					.inTurn(() => help(helper, begun))
					.catch((error: unknown) => {
						log.warn({ error }, 'this vault could not help with an extract');
					})
					.finally(() => busy.delete(begun.snapshot));
			}
		} catch (error) {
			log.warn({ error }, 'other vaults could not be asked for work');
		}
		if (!stopped)
			timer = setTimeout(() => {
				looking = look();
			}, every).unref();
	};
	looking = look();
	return {
		async stop() {
			stopped = true;
			clearTimeout(timer);
			await looking;
		}
	};
}
