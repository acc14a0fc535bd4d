import { noteRead } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Objects } from '#platform/objects.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import * as files from '../files/store.server.ts';
import { mayDownload } from '../policy.ts';
import { find, standing } from '../store.server.ts';
import { bag, zipped, type Payload } from './bagit.server.ts';
import { crateProblems } from './crate-rules.ts';
import { releaseCrate } from './crate.ts';
import type { Manifest } from './manifest.ts';
import * as store from './store.server.ts';
import { workflowCrate, workflowFile, workflowText } from './workflow.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, '\t')}\n`);

type Asked = { readonly id: string; readonly origin: string; readonly at: Temporal.Instant };

/**
 * A signed release as a Five Safes RO-Crate in a BagIt bag in a ZIP: the released bytes by their
 * hash, never a supporting file, with manifest, signature and public key. The same release gives the
 * same bytes. @throws Problem 403 | 404, 409 while it is being signed and once it was revoked.
 */
export async function crate(
	objects: Objects,
	db: Bound,
	who: Actor,
	{ id, origin, at }: Asked
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
	const found = await db.read(async (tx) => {
		const request = await find(tx, id);
		insist(mayDownload(who, await standing(tx, request.projectId, who.id), request.status));
		const release = await store.ofRequest(tx, id);
		return {
			request,
			release,
			around: await store.around(tx, id),
			released: await files.released(tx, id),
			keys: await store.keys(tx)
		};
	});
	const { request, around, released, keys } = found;
	const { manifest, signature, keyId } = insistSigned(found.release);
	const what = `file fetched: the crate of the release ${manifest.release}`;
	await noteRead(db, { person: who.id, subject: { kind: 'output', id }, what, at });
	const results = await Promise.all(
		released.map(async ({ name, sha256 }) => ({
			path: `outputs/${name}`,
			name,
			media: manifest.files.find((file) => file.name === name)?.media ?? 'application/octet-stream',
			bytes: await objects.get(sha256)
		}))
	);
	const key = keys.find((one) => one.id === keyId);
	const proofs = [
		{
			path: 'release/manifest.json',
			name: 'Manifest of the release',
			media: 'application/json',
			bytes: utf8(found.release?.manifest ?? '')
		},
		{
			path: 'release/manifest.sig',
			name: 'Ed25519 signature of the manifest',
			media: 'application/octet-stream',
			bytes: new Uint8Array(Buffer.from(signature, 'base64'))
		},
		{
			path: 'release/key.pem',
			name: 'Public key that the signature is verified with',
			media: 'application/x-pem-file',
			bytes: utf8(key?.publicKey ?? '')
		}
	];
	const metadata = releaseCrate({
		manifest,
		origin,
		results,
		proofs,
		organisation: around.organisation,
		researcher: around.researcher,
		agreement: {
			number: String(around.agreementNumber),
			signedAt: around.agreedAt?.toString() ?? null
		},
		approvedAt: around.approvedAt?.toString() ?? null
	});
	const problems = crateProblems(metadata);
	if (problems.length > 0) throw new Error(`The crate breaks its profile: ${problems.join(' ')}`);
	const payload: Payload[] = [
		...[...results, ...proofs].map(({ path, bytes }) => ({ path, bytes })),
		{ path: `workflow/${workflowFile}`, bytes: utf8(workflowText) },
		{ path: 'workflow/ro-crate-metadata.json', bytes: json(workflowCrate) },
		{ path: 'ro-crate-metadata.json', bytes: json(metadata) }
	];
	const folder = `release-${String(request.number)}`;
	const info = {
		'Source-Organization': 'Aldgate',
		'External-Identifier': `urn:uuid:${manifest.release}`,
		'External-Description': manifest.title,
		'Bagging-Date': londonDay(Temporal.Instant.from(manifest.signedAt)).toString()
	};
	return { name: `${folder}.zip`, bytes: zipped(folder, bag(payload, info)) };
}

/** The manifest of a release that may be given out. */
export function insistSigned(release: store.SignedRelease | null): {
	readonly manifest: Manifest;
	readonly signature: string;
	readonly keyId: string;
} {
	if (release === null)
		throw new Problem(409, 'This output has not been released, so there is no crate of it.');
	if (release.revokedAt !== null)
		throw new Problem(409, 'This output was revoked and is no longer given out.');
	const { manifest, signature, keyId } = release;
	if (manifest === null || signature === null || keyId === null)
		throw new Problem(409, 'This release is being signed. Try again in a minute.');
	return { manifest: JSON.parse(manifest) as Manifest, signature, keyId };
}
