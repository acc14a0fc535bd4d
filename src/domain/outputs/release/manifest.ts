import { canonical } from '#platform/canonical.ts';

/** What a release's signature stands for. Names of people are not in it: it is public. */
export type Manifest = {
	readonly format: typeof format;
	readonly release: string;
	readonly title: string;
	readonly project: { readonly number: string; readonly title: string };
	/** Exactly these bytes left, and no others. */
	readonly files: readonly ManifestFile[];
	/** Versions of the policies whose strictest rules applied. */
	readonly disclosurePolicies: readonly number[];
	/** One entry an approval, by role. */
	readonly approvals: readonly {
		readonly role: 'output-checker';
		readonly at: string;
		/** What was approved: these very files, or the table's definition under a standing approval. */
		readonly of: 'files' | 'definition';
	}[];
	/** The standing approval under which a regular release left; null for a release by votes. */
	readonly standing: { readonly id: string; readonly endsOn: string } | null;
	/** The de-identified snapshot, and the version of the data it was cut from. */
	readonly data: { readonly snapshot: string; readonly source: string; readonly asOf: string };
	readonly submittedAt: string;
	readonly releasedAt: string;
	readonly signedAt: string;
	/** The key that signed: the first 16 hex digits of the SHA-256 of its DER form. */
	readonly key: string;
};

export type ManifestFile = {
	readonly name: string;
	readonly sha256: string;
	readonly bytes: number;
	readonly media: string;
};

export const format = 'aldgate-release/1';

/** The bytes that are signed and verified: canonical JSON (RFC 8785), nothing before or after. */
export const manifestText = (manifest: Manifest): string => canonical(manifest);
