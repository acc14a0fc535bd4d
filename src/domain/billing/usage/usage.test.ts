import { expect, test } from 'vitest';
import { usageLines } from './usage.ts';

test('a month becomes CPU-hours, GiB-hours and GiB kept for all of it, to a millionth', () => {
	const lines = usageLines({
		cpuMs: 5_400_000n,
		memoryMibMs: 1024n * 3_600_000n * 3n,
		byteHours: String(2n * 1024n ** 3n * 360n),
		month: Temporal.PlainDate.from('2026-11-01')
	});
	expect(lines).toEqual([
		{ item: 'compute-cpu-hour', quantity: '1.500000' },
		{ item: 'memory-gib-hour', quantity: '3.000000' },
		{ item: 'storage-gib-month', quantity: '1.000000' }
	]);
});

test('the last digit is rounded half up', () => {
	const [cpu] = usageLines({
		...{ cpuMs: 1n, memoryMibMs: 0n, byteHours: '0' },
		month: Temporal.PlainDate.from('2026-02-01')
	});
	expect(cpu?.quantity).toBe('0.000000');
	const [more] = usageLines({
		...{ cpuMs: 2n, memoryMibMs: 0n, byteHours: '0' },
		month: Temporal.PlainDate.from('2026-02-01')
	});
	expect(more?.quantity).toBe('0.000001');
});
