import { act, actOnce } from '#domain/audit/act.server.ts';
import { organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may, rolesWith } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { canonicalCodes, type Resolved, type Vocabulary } from './code-list.ts';
import { readCodes, type Fault } from './reading.ts';
import { resolve, type Look } from './resolve.ts';
import * as store from './store.server.ts';

/** What came of an import: an address, or the lines that are wrong, of which nothing was kept. */
export type Imported =
	| { readonly ok: true; readonly list: string }
	| { readonly ok: false; readonly faults: readonly Fault[] };

type Sent = {
	/** The bytes of the CSV file. */
	readonly bytes: Uint8Array;
	readonly once: string;
	readonly at: Temporal.Instant;
};

type Prepared =
	{ readonly ok: true; readonly codes: readonly Resolved[] } | (Imported & { ok: false });

async function prepare(bytes: Uint8Array, vocabulary: Vocabulary, look: Look): Promise<Prepared> {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		const message = 'The file is not UTF-8 text. Export it as CSV in UTF-8.';
		return { ok: false, faults: [{ line: 1, message }] };
	}
	const read = readCodes(text, vocabulary);
	if (!read.ok) return read;
	const { resolved, faults } = await resolve(read.codes, vocabulary, look);
	return faults.length > 0 ? { ok: false, faults } : { ok: true, codes: resolved };
}

/**
 * Imports a list with its first version. @throws Problem 403 without a role in an organisation; 409
 * when the organisation has a list of that name; whatever `look` throws.
 */
export async function importList(
	db: Bound,
	who: Actor,
	look: Look,
	order: Sent & {
		readonly name: string;
		readonly vocabulary: Vocabulary;
		readonly description: string;
	}
): Promise<Imported> {
	const organisation = organisationsOf(who, rolesWith('code-list.import'))[0];
	insist(may(who, 'code-list.import', organisation));
	if (organisation === undefined)
		throw new Problem(403, 'Only people who act for an organisation import code lists.');
	const prepared = await prepare(order.bytes, order.vocabulary, look);
	if (!prepared.ok) return prepared;
	const { name, vocabulary, description, once, at } = order;
	const list = await actOnce(db, who, once, async (tx) => {
		if (await store.nameTaken(tx, organisation, name))
			throw new Problem(
				409,
				`Your organisation has a list called ${name} already. Open it to import a new version, or choose another name.`
			);
		const id = await store.insert(tx, {
			...{ organisation, name, vocabulary, description, person: who.id, at }
		});
		return versioned(tx, who, { id, organisation, codes: prepared.codes, note: '', at });
	});
	return { ok: true, list };
}

/** Imports the next version of a list. @throws Problem 403 | 404; 409 when it has the latest one's codes. */
export async function importVersion(
	db: Bound,
	who: Actor,
	look: Look,
	order: Sent & { readonly list: string; readonly note: string }
): Promise<Imported> {
	const list = await db.read((tx) => store.find(tx, order.list));
	insist(may(who, 'code-list.import', list.organisationId));
	const prepared = await prepare(order.bytes, list.vocabulary, look);
	if (!prepared.ok) return prepared;
	await actOnce(db, who, order.once, async (tx) => {
		await store.hold(tx, list.id);
		const [latest] = await store.versions(tx, list.id);
		if (latest?.sha256 === sha256(canonicalCodes(prepared.codes)))
			throw new Problem(409, `These are just the codes of version ${String(latest.number)}.`);
		const { note, at } = order;
		const { id, organisationId: organisation } = list;
		return versioned(tx, who, { id, organisation, codes: prepared.codes, note, at });
	});
	return { ok: true, list: list.id };
}

async function versioned(
	tx: Parameters<typeof store.find>[0],
	who: Actor,
	made: {
		readonly id: string;
		readonly organisation: string;
		readonly codes: readonly Resolved[];
		readonly note: string;
		readonly at: Temporal.Instant;
	}
) {
	const { id, organisation, codes, note, at } = made;
	const hash = sha256(canonicalCodes(codes));
	const number = await store.insertVersion(tx, {
		...{ list: id, note, sha256: hash, codes, person: who.id, at }
	});
	return {
		result: id,
		event: {
			action: 'code-list.import' as const,
			subject: { kind: 'code-list' as const, id },
			organisation,
			detail: { version: number, codes: codes.length, sha256: hash },
			at
		}
	};
}

/** Puts a version aside that nobody has used. @throws Problem 403 | 404; 409 when it was used or is the only one. */
export const discardVersion = (
	db: Bound,
	who: Actor,
	order: { readonly list: string; readonly version: string; readonly at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		const list = await store.find(tx, order.list);
		insist(may(who, 'code-list.discard', list.organisationId));
		await store.hold(tx, list.id);
		const all = await store.versions(tx, list.id);
		const version = all.find(({ id }) => id === order.version);
		if (!version) throw new Problem(404, 'There is no such version.');
		if (version.used)
			throw new Problem(
				409,
				'This version was used by a count or an application, so it stays as it is. Import a new version instead.'
			);
		if (all.length === 1 || version !== all[0])
			throw new Problem(409, 'Only the latest version of several can be put aside.');
		await store.removeVersion(tx, version.id);
		return {
			result: undefined,
			event: {
				action: 'code-list.discard',
				subject: { kind: 'code-list', id: list.id },
				organisation: list.organisationId,
				detail: { version: version.number, sha256: version.sha256 },
				at: order.at
			}
		};
	});
