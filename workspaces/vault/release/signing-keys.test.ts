import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSigningKey } from './signing-keys.ts';

describe('the signing key', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'aldgate-signing-'));
	});
	afterEach(() => {
		rmSync(folder, { recursive: true });
	});

	test('is made once, for its owner’s eyes', () => {
		const first = openSigningKey(folder);
		expect(openSigningKey(folder).id).toBe(first.id);
		expect(statSync(join(folder, 'signing-1')).mode & 0o777).toBe(0o600);
		expect(first.public).toMatch(/^-----BEGIN PUBLIC KEY-----/);
	});

	test('is another one after a rotation, and the old file stays', () => {
		const first = openSigningKey(folder);
		writeFileSync(join(folder, 'signing-version'), '2\n');
		const second = openSigningKey(folder);
		expect(second.id).not.toBe(first.id);
		writeFileSync(join(folder, 'signing-version'), '1\n');
		expect(openSigningKey(folder).id).toBe(first.id);
	});

	test('that others may read, or of no known number, is refused', () => {
		openSigningKey(folder);
		chmodSync(join(folder, 'signing-1'), 0o644);
		expect(() => openSigningKey(folder)).toThrow(/0600/);
		writeFileSync(join(folder, 'signing-version'), 'two\n');
		expect(() => openSigningKey(folder)).toThrow(/number of a key/);
	});
});
