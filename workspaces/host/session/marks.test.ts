import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { listener } from './marks.ts';

test('marks are told from print, however the bytes come apart', async () => {
	const said = 'héllo\n\n\x1esecret frame {"name":"x"}\n\n\x1eother end\nlast\n\x1esecret end\n';
	for (const size of [1, 2, 3, 7, 1000]) {
		const stream = new PassThrough();
		const heard = listener(stream).hear('secret');
		const bytes = Buffer.from(said);
		for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
		const { text, marks, cut } = await heard;
		expect(marks).toEqual([{ word: 'frame', rest: '{"name":"x"}' }]);
		expect(text).toBe('héllo\n\n\x1eother end\nlast');
		expect(cut).toBe(false);
	}
});

test('what is printed without end is cut, and the mark after it is heard', async () => {
	const stream = new PassThrough();
	const heard = listener(stream).hear('secret');
	for (let at = 0; at < 100; at++) stream.write(`${'x'.repeat(9999)}\n`);
	stream.write('\n\x1esecret end\n');
	const { text, cut } = await heard;
	expect([text.length <= 256 * 1024, cut]).toEqual([true, true]);
});
