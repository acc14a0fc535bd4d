import { expect, test } from 'vitest';
import { Full, queue } from './queue.ts';

/** Work that ends when it is told to, and says when it began. */
function work() {
	const { promise, resolve } = Promise.withResolvers<string>();
	const job = { began: false, end: resolve };
	const go = () => {
		job.began = true;
		return promise;
	};
	return { job, go };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a run starts when an earlier one ends, first come, first served', async () => {
	const line = queue({ running: 1, waiting: 5, each: 5 });
	const [a, b, c] = [work(), work(), work()];
	const all = [a, b, c].map(({ go }) => line.join('ada', go));
	await settled();
	expect([a, b, c].map(({ job }) => job.began)).toEqual([true, false, false]);
	a.job.end('a');
	await settled();
	expect([a, b, c].map(({ job }) => job.began)).toEqual([true, true, false]);
	b.job.end('b');
	c.job.end('c');
	expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
});

test('a run that fails gives its place to the next', async () => {
	const line = queue({ running: 1, waiting: 1, each: 5 });
	await expect(line.join('ada', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(await line.join('ada', () => Promise.resolve('yes'))).toBe('yes');
});

test('a full line and a person with too many runs are told so at once', async () => {
	const line = queue({ running: 1, waiting: 1, each: 2 });
	const [a, b] = [work(), work()];
	const going = [line.join('ada', a.go), line.join('ada', b.go)];
	await expect(line.join('ada', work().go)).rejects.toThrow(Full);
	await expect(line.join('ada', work().go)).rejects.toThrow('You already have 2 runs');
	await expect(line.join('bob', work().go)).rejects.toThrow('All 1 places are taken');
	a.job.end('');
	b.job.end('');
	await Promise.all(going);
});
