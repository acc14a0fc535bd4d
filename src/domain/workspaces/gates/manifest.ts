import { canonical, type Json } from '#platform/canonical.ts';

export const format = 'aldgate-snapshot/1';

/** What a gate's signature stands for (deidentification.md §6). It stays inside: it names approvers. */
export type GateManifest = {
	readonly format: typeof format;
	readonly gate: string;
	readonly snapshot: string;
	readonly project: { readonly number: string; readonly title: string };
	/** Exactly these bytes were let through. */
	readonly files: readonly { readonly name: string; readonly sha256: string }[];
	/** What the snapshot's own manifest says: data, rules, keys, inputs, lists, measures, scan. */
	readonly contents: Json;
	readonly waivers: readonly {
		readonly limit: string;
		readonly reason: string;
		readonly until: string;
		readonly approver: string;
	}[];
	readonly approvals: readonly {
		readonly role: string;
		readonly person: string;
		readonly at: string;
	}[];
	readonly releasedAt: string;
	/** Last day of the project, after which nothing is mounted. */
	readonly expiresOn: string;
	readonly signedAt: string;
	/** First 16 hex digits of the SHA-256 of the key's DER form. */
	readonly key: string;
};

/** The bytes that are signed and verified: canonical JSON (RFC 8785). */
export const manifestText = (manifest: GateManifest): string => canonical(manifest);
