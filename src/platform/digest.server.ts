import { createHash } from 'node:crypto';
import { canonical, type Json } from './canonical.ts';

/** SHA-256 as lower-case hex. */
export const sha256 = (bytes: string | Uint8Array): string =>
	createHash('sha256').update(bytes).digest('hex');

/** SHA-256 of the canonical form of a value: equal values, equal digests. */
export const digest = (value: Json): string => sha256(canonical(value));
