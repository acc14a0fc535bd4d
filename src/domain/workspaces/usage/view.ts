import type { Caps, Day, Month } from './store.server.ts';

const hour = 3_600_000;
const round = (value: number) => Math.round(value * 1000) / 1000;

/** Hours of one processor. */
export const cpuHours = (ms: bigint): number => round(Number(ms) / hour);
/** GiB held for an hour. */
export const memoryHours = (mibMs: bigint): number => round(Number(mibMs) / 1024 / hour);

/** Bytes in the largest unit that keeps a digit before the point: 1.2 MiB. */
export function size(bytes: bigint): string {
	const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
	let value = Number(bytes);
	let at = 0;
	while (value >= 1024 && at < units.length - 1) {
		value /= 1024;
		at += 1;
	}
	return `${value.toLocaleString('en-GB', { maximumFractionDigits: 1 })} ${units[at] ?? ''}`;
}

/** How much of what a month has is used; `near` from four fifths. */
export function used(month: Month | null, caps: Caps) {
	const one = (label: string, unit: string, value: number, of: number) => ({
		...{ label, unit, value, of },
		near: value >= of * 0.8
	});
	return [
		one('Processor time', 'CPU-hours', cpuHours(month?.cpuMs ?? 0n), caps.cpuHours),
		one('Memory', 'GiB-hours', memoryHours(month?.memoryMibMs ?? 0n), caps.memoryHours)
	];
}

export const dayView = ({ day, cpuMs, memoryMibMs }: Day) => ({
	day: day.toLocaleString('en-GB', { day: 'numeric', month: 'short' }),
	cpuSeconds: Math.round(Number(cpuMs) / 100) / 10,
	memoryHours: memoryHours(memoryMibMs)
});
