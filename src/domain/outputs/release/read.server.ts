import type { Bound } from '#platform/db.server.ts';
import { projectReference } from '#domain/projects/project.ts';
import * as store from './store.server.ts';
import type { Manifest } from './manifest.ts';

/** A release as its public page shows it. @throws Problem 404. */
export async function publicRelease(db: Bound, id: string) {
	const found = await db.read((tx) => store.published(tx, id));
	const { manifest, projectNumber, ...rest } = found;
	return {
		...rest,
		project: projectReference(projectNumber),
		releasedAt: rest.releasedAt.toString(),
		revokedAt: rest.revokedAt?.toString() ?? null,
		signedAt: rest.signedAt?.toString() ?? null,
		/** The very text that was signed. */
		text: manifest,
		manifest: manifest === null ? null : (JSON.parse(manifest) as Manifest)
	};
}

/** Every key that releases are or were signed with, the one in use first. */
export async function publicKeys(db: Bound) {
	const found = await db.read((tx) => store.keys(tx));
	return found.map(({ id, publicKey, madeAt }, place) => ({
		id,
		algorithm: 'Ed25519' as const,
		inUse: place === 0,
		madeAt: madeAt.toString(),
		publicKey
	}));
}

/** What the page of a request says of its release; null before the release. */
export async function releaseOf(db: Bound, request: string) {
	const found = await db.read((tx) => store.ofRequest(tx, request));
	return found === null
		? null
		: {
				id: found.releaseId,
				sha256: found.sha256,
				regular: found.regularId,
				repeatedBy: found.repeatedBy,
				repeatable: found.repeatable
			};
}

export type RequestRelease = NonNullable<Awaited<ReturnType<typeof releaseOf>>>;
