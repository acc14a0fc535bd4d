import { sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { format, manifestText, type Manifest } from '#domain/outputs/release/manifest.ts';
import { projectReference } from '#domain/projects/project.ts';
import type { Sql } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { Problem } from '#platform/problems.ts';
import { readJson } from '#workspaces/deidentify/source.ts';
import type { SigningKey } from './signing-keys.ts';
import * as store from './store.server.ts';

/** Signs what the database, read by the vault itself, says was approved (settled.md 1). */
export type Signer = {
	/** @throws Problem 403 | 404 | 409 when this request's release must not be signed. */
	sign(person: string, request: string, at: Temporal.Instant): Promise<store.Signed>;
	/** Makes the public key known; safe to repeat. */
	publish(at: Temporal.Instant): Promise<void>;
};

export const releaseSigner = (sql: Sql, key: SigningKey, snapshots: string): Signer => ({
	publish: (at) => store.publish(sql, key, at),
	async sign(person, request, at) {
		const release = await store.releaseOf(sql, person, request);
		if (!release?.isService) throw new Problem(404, 'There is no such release.');
		const before = await store.signedManifest(sql, person, release.id);
		if (before) return before;
		insistApproved(release);
		await store.publish(sql, key, at);
		const manifest = manifestText(manifestOf(release, key.id, sourceOf(snapshots, release), at));
		const signed = {
			manifest,
			sha256: sha256(manifest),
			signature: sign(null, Buffer.from(manifest), key.private).toString('base64'),
			keyId: key.id
		};
		await store.keep(sql, person, release.id, signed, at);
		// of two that signed at once the first one's holds, for both
		return (await store.signedManifest(sql, person, release.id)) ?? signed;
	}
});

/** The database refuses such a release too: this is the wall behind that one. */
function insistApproved(release: store.ReleaseRow): void {
	const { files, held, fewest, revokedAt } = release;
	if (revokedAt !== null) throw new Problem(409, 'This release was revoked; it is not signed.');
	const kept = (file: { id: string; sha256: string }) =>
		held.some(
			({ id, sha256: hash, supporting }) => id === file.id && hash === file.sha256 && !supporting
		);
	if (files.length === 0 || !files.every(kept))
		throw new Problem(409, 'The files of this release are not those of its request.');
	if (fewest < 2 && standingOf(release) === null)
		throw new Problem(409, 'This release has not been approved by two different people.');
}

/** The standing approval that a release left under: by votes none is needed. */
function standingOf({ fewest, standing, files }: store.ReleaseRow) {
	const [file] = files;
	if (fewest >= 2 || files.length !== 1) return null;
	return standing !== null && file?.sha256 === standing.sha256 ? standing : null;
}

const Snapshot = v.looseObject({
	source: v.looseObject({ name: v.string(), version: v.string(), asOf: v.string() })
});

/** What the snapshot was cut from, by its own manifest. */
function sourceOf(snapshots: string, release: store.ReleaseRow): Manifest['data'] {
	const snapshot = standingOf(release)?.snapshot ?? release.snapshot;
	const path = join(snapshots, snapshot ?? '', 'manifest.json');
	const unknown = { snapshot: snapshot ?? '', source: '', asOf: '' };
	if (snapshot === null || !existsSync(path)) return unknown;
	const read = v.safeParse(Snapshot, readJson(path));
	if (!read.success) return unknown;
	const { name, version, asOf } = read.output.source;
	return { snapshot, source: `${name} ${version}`, asOf };
}

function manifestOf(
	release: store.ReleaseRow,
	key: string,
	data: Manifest['data'],
	at: Temporal.Instant
): Manifest {
	const moment = (time: Temporal.Instant) => time.round('millisecond').toString();
	const standing = standingOf(release);
	return {
		format,
		release: release.id,
		title: release.title,
		project: { number: projectReference(release.projectNumber), title: release.projectTitle },
		files: release.files.map(({ id, name, sha256: hash }) => {
			const file = release.held.find((one) => one.id === id);
			return {
				name,
				sha256: hash,
				bytes: Number(file?.bytes ?? 0),
				media: file?.media ?? 'application/octet-stream'
			};
		}),
		disclosurePolicies: release.policyVersions,
		approvals: (standing?.approvedAt ?? release.approvedAt).map((time) => ({
			role: 'output-checker',
			at: moment(Temporal.Instant.from(time)),
			of: standing === null ? 'files' : 'definition'
		})),
		standing: standing === null ? null : { id: standing.id, endsOn: standing.endsOn },
		data,
		submittedAt: moment(release.submittedAt ?? release.releasedAt),
		releasedAt: moment(release.releasedAt),
		signedAt: moment(at),
		key
	};
}
