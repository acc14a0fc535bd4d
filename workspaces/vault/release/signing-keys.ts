import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject
} from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keyIdOf } from '#platform/signing.server.ts';
import { createOnce } from '../keys.ts';

export type SigningKey = {
	readonly id: string;
	readonly private: KeyObject;
	/** PEM, as openssl reads it. */
	readonly public: string;
};

function made(): Buffer {
	const { privateKey } = generateKeyPairSync('ed25519');
	return Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' }));
}

/**
 * The key that releases are signed with, made at the vault's first start. To rotate it, raise the
 * number in `signing-version` and start the vault again: a new key is made, and the public halves of
 * the old ones stay in the database, so what they signed can be verified for ever.
 * @throws when a key file is no Ed25519 key or others may read it.
 */
export function openSigningKey(dir: string): SigningKey {
	createOnce(join(dir, 'signing-version'), Buffer.from('1\n'));
	const version = Number(readFileSync(join(dir, 'signing-version'), 'utf8').trim());
	if (!Number.isSafeInteger(version) || version < 1)
		throw new Error(`${join(dir, 'signing-version')} should hold the number of a key, such as 1.`);
	const path = join(dir, `signing-${String(version)}`);
	createOnce(path, made());
	if ((statSync(path).mode & 0o077) !== 0)
		throw new Error(`${path} may be read by others; set its mode to 0600 and rotate the key.`);
	const key = createPrivateKey(readFileSync(path));
	if (key.asymmetricKeyType !== 'ed25519')
		throw new Error(`${path} should hold an Ed25519 key; restore it from its backup.`);
	const half = createPublicKey(key);
	return {
		id: keyIdOf(half),
		private: key,
		public: half.export({ format: 'pem', type: 'spki' })
	};
}
