import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from './digest.server.ts';
import { fileObjects } from './objects.server.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'aldgate-objects-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const files = () =>
	readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

describe('files by what they contain', () => {
	test('come back byte for byte under the SHA-256 of their bytes', async () => {
		const objects = fileObjects(folder);
		const given = Uint8Array.from({ length: 70_000 }, (_, place) => place % 251);
		const hash = await objects.put(given);
		expect(hash).toBe(sha256(given));
		expect(new Uint8Array(await objects.get(hash))).toEqual(given);
		expect(await objects.put(new Uint8Array())).toBe(sha256(''));
	});

	test('are kept once, however often and in parallel they are given', async () => {
		const objects = fileObjects(folder);
		const hashes = await Promise.all(Array.from({ length: 20 }, () => objects.put(bytes('once'))));
		expect(new Set(hashes).size).toBe(1);
		expect(files().map(({ name }) => name)).toEqual([sha256('once')]);
	});

	test('are not rewritten when they are there', async () => {
		const objects = fileObjects(folder);
		const hash = await objects.put(bytes('same'));
		const path = join(folder, hash.slice(0, 2), hash);
		const before = statSync(path).ino;
		await objects.put(bytes('same'));
		expect(statSync(path).ino).toBe(before);
	});

	test('that were changed on disk are refused', async () => {
		const objects = fileObjects(folder);
		const hash = await objects.put(bytes('approved'));
		writeFileSync(join(folder, hash.slice(0, 2), hash), 'something else');
		await expect(objects.get(hash)).rejects.toThrow('was changed on disk');
	});

	test('that were never kept are not found', async () => {
		await expect(fileObjects(folder).get(sha256('nothing'))).rejects.toThrow('ENOENT');
	});

	test.each(['', '..', '../../etc/passwd', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}\n`])(
		'have no other names than a hash: %j',
		async (name) => {
			await expect(fileObjects(folder).get(name)).rejects.toThrow('not the name of an object');
		}
	);
});

/** A process of its own that keeps 1 MB where no file may be longer than 64 KB. */
function writeTorn(before: string) {
	const program = `
		import { fileObjects } from './src/platform/objects.server.ts';
		try { await fileObjects(process.argv[1]).put(new Uint8Array(1_000_000)); }
		catch (error) { process.stdout.write(String(error.code)); }
	`;
	const script = `${before} ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"`;
	return spawnSync('bash', ['-c', script, process.execPath, program, folder], { encoding: 'utf8' });
}

describe('a write that stops half way', () => {
	test('with an error leaves nothing', () => {
		expect(writeTorn(`trap '' XFSZ;`).stdout).toBe('EFBIG');
		expect(files()).toEqual([]);
	});

	test('with the process leaves nothing under the name of the object', async () => {
		const torn = writeTorn('');
		expect(torn.stdout).not.toBe('undefined');
		const whole = sha256(new Uint8Array(1_000_000));
		expect(files().map(({ name }) => name)).not.toContain(whole);
		await expect(fileObjects(folder).get(whole)).rejects.toThrow('ENOENT');
		expect(await fileObjects(folder).put(new Uint8Array(1_000_000))).toBe(whole);
		expect(await fileObjects(folder).get(whole)).toHaveLength(1_000_000);
	});
});
