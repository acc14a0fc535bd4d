import { sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { format, manifestText, type GateManifest } from '#domain/workspaces/gates/manifest.ts';
import { projectReference } from '#domain/projects/project.ts';
import type { Json } from '#platform/canonical.ts';
import type { Sql } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { Problem } from '#platform/problems.ts';
import { readJson } from '#workspaces/deidentify/source.ts';
import { hashFile } from '#workspaces/deidentify/steps/seal.ts';
import { publish } from '../release/store.server.ts';
import type { SigningKey } from '../release/signing-keys.ts';
import * as store from './store.server.ts';

/** Signs what the database, read by the vault itself, says two people let through. */
export type GateSigner = (
	person: string,
	gate: string,
	at: Temporal.Instant
) => Promise<store.Signed>;

const Sealed = v.looseObject({
	tables: v.array(v.looseObject({ file: v.string(), sha256: v.string() }))
});

export const gateSigner =
	(sql: Sql, key: SigningKey, snapshots: string): GateSigner =>
	async (person, id, at) => {
		const gate = await store.gateOf(sql, person, id);
		if (!gate?.isService) throw new Problem(404, 'There is no such gate.');
		const before = await store.signedOf(sql, person, id);
		if (before) return before;
		insistPassed(gate);
		await publish(sql, key, at);
		const manifest = manifestText(manifestOf(gate, snapshots, key.id, at));
		const signed = {
			manifest,
			sha256: sha256(manifest),
			signature: sign(null, Buffer.from(manifest), key.private).toString('base64'),
			keyId: key.id
		};
		await store.keep(sql, person, id, signed, at);
		return (await store.signedOf(sql, person, id)) ?? signed;
	};

/** The database refuses such a gate too: this is the wall behind that one. */
function insistPassed({ status, approvals }: store.GateRow): void {
	if (status !== 'released') throw new Problem(409, 'The gate of these data is not open.');
	const by = (role: string) => approvals.find((one) => one.role === role);
	const [manager, officer] = [by('data-manager'), by('privacy-officer')];
	if (!manager || !officer || manager.personId === officer.personId)
		throw new Problem(409, 'These data have not been passed by two different people.');
	if (manager.researcher || officer.researcher)
		throw new Problem(409, 'These data were passed by a researcher of their project.');
}

/** Takes the files' hashes from the files themselves: what is signed is what lies there. */
function filesOf(folder: string): { files: GateManifest['files']; contents: Json } {
	const path = join(folder, 'manifest.json');
	if (!existsSync(path)) throw new Problem(409, 'The snapshot of this gate is not there.');
	const contents = readJson(path);
	const sealed = v.parse(Sealed, contents);
	const files = sealed.tables.map(({ file, sha256: claimed }) => {
		const own = hashFile(join(folder, file));
		if (own !== claimed)
			throw new Problem(409, `${file} is not what was sealed; the data must be made again.`);
		return { name: file, sha256: own };
	});
	return {
		files: [...files, { name: 'manifest.json', sha256: hashFile(path) }],
		contents: contents as Json
	};
}

function manifestOf(
	gate: store.GateRow,
	snapshots: string,
	key: string,
	at: Temporal.Instant
): GateManifest {
	const moment = (time: Temporal.Instant) => time.round('millisecond').toString();
	const snapshot = gate.snapshotId ?? '';
	return {
		format,
		gate: gate.id,
		snapshot,
		project: { number: projectReference(gate.projectNumber), title: gate.projectTitle },
		...filesOf(join(snapshots, snapshot)),
		waivers: gate.waivers,
		approvals: gate.approvals.map(({ role, person, at: time }) => ({
			role,
			person,
			at: moment(Temporal.Instant.from(time))
		})),
		releasedAt: moment(gate.statusSince),
		expiresOn: gate.endsOn.toString(),
		signedAt: moment(at),
		key
	};
}
