import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hasShared, sharedText } from '../../../tests/support/shared.ts';

const file = 'sdc/07-worked-examples/worked-examples.json';
const here = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The words of all other tests. */
const tests = globSync('{src,workspaces,tests}/**/*.test.ts', { cwd: root })
	.map((path) => `${root}/${path}`)
	.filter((path) => fileURLToPath(new URL(`file://${path}`)) !== here)
	.map((path) => readFileSync(path, 'utf8'));

/**
 * Masked and rounded tables are tried in masked/worked-examples.test.ts, primary rules and
 * differencing beside their own rules. This is the one place that sees when an example is nowhere.
 */
describe.skipIf(!hasShared(file))('worked examples (known answers)', () => {
	const ids = hasShared(file)
		? (JSON.parse(sharedText(file)) as { id: string }[]).map(({ id }) => id)
		: [];
	test('are 28', () => {
		expect(ids).toHaveLength(28);
	});
	test.each(ids)('%s is tried by a test that names it', (id) => {
		expect(tests.some((text) => text.includes(`'${id}`))).toBe(true);
	});
});
