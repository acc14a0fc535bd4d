import type { Manifest } from './manifest.ts';

export type Entity = Readonly<Record<string, unknown>> & {
	readonly '@id': string;
	readonly '@type': string | readonly string[];
};
export type Crate = { readonly '@context': string; readonly '@graph': readonly Entity[] };

/** What the crate of a release is made of. Nobody but the researcher who asked is named. */
export type CrateFacts = {
	readonly manifest: Manifest;
	readonly origin: string;
	/** Path of each released file inside the crate. */
	readonly results: readonly {
		readonly path: string;
		readonly name: string;
		readonly media: string;
	}[];
	/** Manifest, signature and public key, as paths inside the crate. */
	readonly proofs: readonly {
		readonly path: string;
		readonly name: string;
		readonly media: string;
	}[];
	readonly organisation: string;
	readonly researcher: string;
	readonly agreement: { readonly number: string; readonly signedAt: string | null };
	readonly approvedAt: string | null;
};
