import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';

type Env = Readonly<Record<string, string | undefined>>;

/** An object as the store lists it. */
export type Listed = { readonly key: string; readonly etag: string; readonly size: number };

export type Store = {
	/** Everything under the prefix, with keys that begin after it. */
	list(): Promise<Listed[]>;
	/** Brings one object, as it was listed, to a path. Answers its SHA-256. @throws when it changed. */
	fetch(object: Listed, path: string): Promise<string>;
	readonly close: () => void;
};

/** `s3://bucket/prefix` taken apart. @throws one sentence when it is no such address. */
export function bucketOf(url: string): { bucket: string; prefix: string } {
	const [, bucket, rest = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/.exec(url) ?? [];
	if (bucket === undefined) throw new Error('WAREHOUSE_URL: give a folder, or s3://bucket/prefix.');
	const prefix = rest.replace(/^\/+|\/+$/g, '');
	return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** A client by the usual variables; a store of one's own is named by AWS_ENDPOINT_URL_S3. */
function clientOf(env: Env): S3Client {
	const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
	const [id, secret] = [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']];
	const token = env['AWS_SESSION_TOKEN'];
	return new S3Client({
		region: env['AWS_REGION'] ?? 'eu-west-2',
		// stores other than Amazon's know checksums of their own or none: SHA-256 is checked here
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
		...(id === undefined || secret === undefined
			? {}
			: {
					credentials: {
						accessKeyId: id,
						secretAccessKey: secret,
						...(token === undefined ? {} : { sessionToken: token })
					}
				})
	});
}

/** An object store of the vault's own, read only. */
export function openStore(url: string, env: Env): Store {
	const { bucket, prefix } = bucketOf(url);
	const client = clientOf(env);
	return {
		async list() {
			const all: Listed[] = [];
			let next: string | undefined;
			do {
				const page = await client.send(
					new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: next })
				);
				for (const { Key: key, ETag: etag, Size: size } of page.Contents ?? [])
					if (key !== undefined && etag !== undefined)
						all.push({ key: key.slice(prefix.length), etag, size: size ?? 0 });
				next = page.NextContinuationToken;
			} while (next !== undefined);
			return all;
		},
		async fetch({ key, etag, size }, path) {
			const { Body: body, Metadata: about } = await client.send(
				new GetObjectCommand({ Bucket: bucket, Key: `${prefix}${key}`, IfMatch: etag })
			);
			if (!body) throw new Error(`The object store sent nothing for ${key}.`);
			const hash = createHash('sha256');
			let received = 0;
			await pipeline(
				body as Readable,
				async function* (pieces: AsyncIterable<Buffer>) {
					for await (const piece of pieces) {
						hash.update(piece);
						received += piece.length;
						yield piece;
					}
				},
				createWriteStream(path, { mode: 0o600 })
			);
			const sha256 = hash.digest('hex');
			const told = about?.['sha256'];
			if (received !== size || (told !== undefined && told.toLowerCase() !== sha256))
				throw new Error(`What the object store sent for ${key} is not what it lists.`);
			return sha256;
		},
		close: () => {
			client.destroy();
		}
	};
}
