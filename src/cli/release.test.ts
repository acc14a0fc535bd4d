import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { canonical } from '#platform/canonical.ts';
import { sha256 } from '#platform/digest.server.ts';
import { run } from './release.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-release-'));
const place = (name: string) => join(folder, name);
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const { publicKey: another } = generateKeyPairSync('ed25519');
const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

beforeAll(() => {
	const manifest = canonical({
		format: 'aldgate-release/1',
		release: 'r1',
		title: 'A table',
		key: 'k',
		files: [{ name: 'a.csv', sha256: sha256('year,people\r\n') }]
	});
	const signature = sign(null, Buffer.from(manifest), privateKey);
	const files: Record<string, string | Buffer> = {
		'manifest.json': manifest,
		'changed.json': manifest.replace('A table', 'B table'),
		'other.json': '{}',
		'manifest.sig': signature,
		'manifest.b64': `${signature.toString('base64')}\n`,
		'short.sig': 'x',
		'a.csv': 'year,people\r\n',
		'b.csv': 'year,people\n'
	};
	for (const [name, bytes] of Object.entries(files)) writeFileSync(place(name), bytes);
	for (const [name, key] of [
		['key.pem', publicKey],
		['another.pem', another],
		['curve.pem', curve]
	] as const)
		writeFileSync(place(name), key.export({ format: 'pem', type: 'spki' }));
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

async function said(...argv: string[]) {
	let [out, err] = ['', ''];
	const collect = (to: (text: string) => void) => (text: unknown) => {
		to(String(text));
		return true;
	};
	const stdout = vi.spyOn(process.stdout, 'write').mockImplementation(collect((t) => (out += t)));
	const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(collect((t) => (err += t)));
	try {
		return { code: await run(argv), out, err };
	} finally {
		stdout.mockRestore();
		stderr.mockRestore();
	}
}
const asked = (manifest = 'manifest.json', signature = 'manifest.sig', key = 'key.pem') => [
	'verify',
	...['--manifest', place(manifest), '--signature', place(signature), '--key', place(key)]
];

describe('aldgate release verify', () => {
	test('passes a manifest with its signature and its files', async () => {
		const done = await said(...asked(), place('a.csv'), '--json');
		expect(done.code).toBe(0);
		expect(JSON.parse(done.out)).toMatchObject({
			verified: true,
			signature: true,
			files: [{ released: 'a.csv' }]
		});
		expect((await said(...asked('manifest.json', 'manifest.b64'))).code).toBe(0);
	});

	test('ends 1 for another key, a changed manifest and a file that is not in it', async () => {
		expect((await said(...asked('manifest.json', 'manifest.sig', 'another.pem'))).code).toBe(1);
		const changed = await said(...asked('changed.json'));
		expect(changed).toMatchObject({
			code: 1,
			out: expect.stringMatching(/Not verified/) as string
		});
		const file = await said(...asked(), place('b.csv'));
		expect(file).toMatchObject({
			code: 1,
			out: expect.stringMatching(/not in this release/) as string
		});
	});

	test.for([
		[['sign']],
		[['verify', '--manifest', 'x']],
		[asked('missing.json')],
		[asked('other.json')],
		[asked('a.csv')],
		[asked('manifest.json', 'short.sig')],
		[asked('manifest.json', 'manifest.sig', 'curve.pem')],
		[asked('manifest.json', 'manifest.sig', 'a.csv')],
		[[...asked(), '--colour']]
	])('says in one line what is wrong with bad input', async ([argv]) => {
		const done = await said(...(argv ?? []));
		expect(done).toMatchObject({ code: 2, out: '' });
		expect(done.err).toMatch(/^aldgate release: [^\n]+\n$/);
	});
});
