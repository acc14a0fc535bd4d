import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { exif, joined, jpeg, raw, withSegment } from '../../tests/support/hostile/bytes.ts';
import { plainSheet, workbook } from '../../tests/support/hostile/workbook.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-check-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const check = (...words: string[]) => {
	const done = spawnSync(process.execPath, [main, 'check', ...words], { encoding: 'utf8' });
	return { code: done.status, out: done.stdout, err: done.stderr };
};
const file = (name: string, content: string | Uint8Array): string => {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
};
type Answer = {
	verdict: string;
	files: {
		kind: string;
		verdict: string;
		sha256: string | null;
		findings: { rule: string }[];
		release: { name: string; same: boolean } | null;
	}[];
};
const answer = (out: string) => JSON.parse(out) as Answer;

test('several kinds are told by their content, each with what would leave', async () => {
	const photo = withSegment(await jpeg(), 0xe1, joined(raw('Exif\0\0'), exif(true)));
	const { code, out, err } = check(
		file('t.csv', 'sex,n\nF,120\n'),
		file('photo.jpg', photo),
		file('book.xlsx', workbook([plainSheet, { ...plainSheet, name: 'x', state: 'hidden' }])),
		file('m.pkl', raw('\x80\x04\x95.')),
		'--json'
	);
	expect([code, err]).toEqual([1, '']);
	expect(
		answer(out).files.map(({ kind, verdict, release }) => [
			kind,
			verdict,
			release?.name,
			release?.same
		])
	).toEqual([
		['table', 'review', 't.csv', true],
		['image', 'fail', 'photo.jpg', false],
		['table', 'fail', 'book.csv', false],
		['model', 'fail', undefined, undefined]
	]);
});

test('a sparse file of 1 GB fails by its size, and is not read', () => {
	const path = file('big.csv', '');
	truncateSync(path, 1024 ** 3);
	const { code, out } = check(path, '--json');
	expect(code).toBe(1);
	expect(answer(out).files[0]).toMatchObject({
		...{ verdict: 'fail', sha256: null, release: null },
		findings: [{ rule: 'size' }]
	});
});

test('a name with right-to-left and control letters is printed so that it cannot act', () => {
	const path = file('a\u202efdp.\u001b[2Jcsv', 'sex,n\nF,120\n');
	for (const { code, out } of [check(path), check(path, '--json')]) {
		expect(code).toBe(1);
		// eslint-disable-next-line no-control-regex -- control letters are what is looked for
		expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
		expect(out).toContain('name');
	}
});

test('words of a file cannot act on the terminal that shows them', () => {
	const { out } = check(file('t.csv', 'sex,\u001b]0;evil\u0007count\nF,3\n'));
	// eslint-disable-next-line no-control-regex -- control letters are what is looked for
	expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
});

test('a claim is held against the table', () => {
	const path = file('claimed.csv', 'sex,count\nF,123\nM,130\n');
	const { code, out } = check(path, '--claim', 'rounded 5', '--json');
	expect(code).toBe(1);
	expect(answer(out).verdict).toBe('fail');
	expect(check(path, '--claim', 'something').code).toBe(2);
});

test('what is no file is bad input, in one line', () => {
	mkdirSync(join(folder, 'sub'));
	symlinkSync('/dev/zero', join(folder, 'zero.csv'));
	for (const path of [join(folder, 'none.csv'), join(folder, 'sub'), join(folder, 'zero.csv')]) {
		const { code, out, err } = check(path);
		expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
	}
});
