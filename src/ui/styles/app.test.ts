import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { compileAsync } from 'sass-embedded';
import { expect, test } from 'vitest';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { css } = await compileAsync(from('app.scss'), {
	loadPaths: [from('../../../node_modules')],
	style: 'compressed'
});

test('the stylesheet asks nothing of another host, and no data: address that the CSP would refuse', () => {
	const asked = [...css.matchAll(/url\(["']?([^"')]+)/g)].map(([, address]) => address);
	expect(asked).not.toHaveLength(0);
	for (const address of asked)
		expect(address).toMatch(/^(\/icons\/|@fontsource-variable\/inter\/)/);
	expect(css).not.toMatch(/https?:|@import/);
});

test('the face is ours to serve', () => {
	expect(css).toContain('Inter Variable');
	expect(css).not.toMatch(/frutiger/i);
});

test('the stylesheet is under 20 KB as it is sent', () => {
	expect(brotliCompressSync(css).length).toBeLessThan(20_000);
});
