import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { meter, type Interval } from './meter.ts';
import type { Reading } from './reading.ts';

const MiB = 1024 * 1024;
const workspace = 'w';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A meter over readings that the test sets, and what it wrote; `down` makes writing fail. */
function scene() {
	const state = { reading: null as Reading | null, down: false };
	const written: Interval[] = [];
	const made = meter({
		now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
		write: (intervals) => {
			if (state.down) return Promise.reject(new Error('the database is away'));
			written.push(...intervals);
			return Promise.resolve();
		},
		written: () => Promise.resolve(),
		read: () => state.reading
	});
	const used = (cpuMs: number, mib: number, peak = mib) => {
		state.reading = { cpuMs, memoryBytes: mib * MiB, peakBytes: peak * MiB };
	};
	const total = () => written.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
	return { state, written, made, used, total, begin: () => made.follow(workspace, nothing) };
}
const nothing = () => ({ members: [], pids: [] });

describe('the meter', () => {
	test('counts processor time to the end, and memory as it was held', async () => {
		const { made, used, written, begin } = scene();
		used(0, 100);
		const end = begin();
		await vi.advanceTimersByTimeAsync(5000);
		used(4000, 100);
		await vi.advanceTimersByTimeAsync(1000);
		used(4321, 0);
		end();
		await made.close();
		expect(written).toHaveLength(1);
		expect(written[0]?.cpuMs).toBe(4321);
		// 100 MiB for 6 s, but for the first quarter of a second, in which it rose from nothing
		expect(written[0]?.memoryMibMs).toBe(600_000 - 12_500);
	});

	test('counts a run that ended before it was looked at, at the most that it held', async () => {
		const { made, used, written, begin } = scene();
		const end = begin();
		await vi.advanceTimersByTimeAsync(100);
		used(80, 0, 50);
		end();
		await made.close();
		expect(written).toMatchObject([{ cpuMs: 80, memoryMibMs: 5000, workspace }]);
	});

	test('sends again, under the same numbers, what could not be written', async () => {
		const { state, made, used, total, written, begin } = scene();
		state.down = true;
		used(0, 1);
		const end = begin();
		for (const cpu of [1000, 2500, 3000]) {
			used(cpu, 1);
			await vi.advanceTimersByTimeAsync(10_000);
		}
		expect(written).toEqual([]);
		state.down = false;
		end();
		await made.close();
		expect(total()).toBe(3000);
		const numbers = written.map(({ number }) => number);
		expect(new Set(numbers).size).toBe(numbers.length);
	});

	test('writes nothing for what used nothing', async () => {
		const { made, used, written, begin } = scene();
		used(0, 0);
		begin();
		await vi.advanceTimersByTimeAsync(60_000);
		await made.close();
		expect(written).toEqual([]);
	});
});
