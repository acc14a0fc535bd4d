import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/** The name of a key: the first 16 hex digits of the SHA-256 of its public half in DER. */
export const keyIdOf = (key: KeyObject): string =>
	createHash('sha256')
		.update(key.export({ format: 'der', type: 'spki' }))
		.digest('hex')
		.slice(0, 16);

/** An Ed25519 public key out of PEM. @throws TypeError in a sentence when it is something else. */
export function publicKeyOf(pem: string): KeyObject {
	let key;
	try {
		key = createPublicKey(pem);
	} catch {
		throw new TypeError('is not a public key in PEM');
	}
	if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('is not an Ed25519 key');
	return key;
}

/** Whether the signature (64 bytes) of these very bytes was made with the private half of the key. */
export const signatureHolds = (
	manifest: Uint8Array,
	signature: Uint8Array,
	key: KeyObject
): boolean => signature.length === 64 && verify(null, manifest, key, signature);
