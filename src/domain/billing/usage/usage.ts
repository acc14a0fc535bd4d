/** What a workspace used in a month, as the host measured it. */
export type MonthUsed = {
	readonly cpuMs: bigint;
	readonly memoryMibMs: bigint;
	/** Bytes kept, times the hours they were kept; a whole number as text. */
	readonly byteHours: string;
	readonly month: Temporal.PlainDate;
};

export const usageItems = ['compute-cpu-hour', 'memory-gib-hour', 'storage-gib-month'] as const;
export type UsageItem = (typeof usageItems)[number];
export type UsageLine = { readonly item: UsageItem; readonly quantity: string };

/** A fraction in millionths, half up, as decimal text. */
function millionths(part: bigint, whole: bigint): string {
	const value = (part * 2_000_000n + whole) / (2n * whole);
	return `${String(value / 1_000_000n)}.${String(value % 1_000_000n).padStart(6, '0')}`;
}

/**
 * The metered quantities of a month: CPU-hours, GiB-hours of memory, and GiB of storage kept for the whole
 * month. No price: a rate card says what each costs and how much is included.
 */
export function usageLines({ cpuMs, memoryMibMs, byteHours, month }: MonthUsed): UsageLine[] {
	const hours = BigInt(month.daysInMonth * 24);
	return [
		{ item: 'compute-cpu-hour', quantity: millionths(cpuMs, 3_600_000n) },
		{ item: 'memory-gib-hour', quantity: millionths(memoryMibMs, 1024n * 3_600_000n) },
		{
			item: 'storage-gib-month',
			quantity: millionths(BigInt(byteHours.split('.')[0] ?? '0'), 1024n ** 3n * hours)
		}
	];
}
