import { log } from '#platform/log.server.ts';
import { reading, type Measured, type Reading } from './reading.ts';

/** What a workspace used within one interval. Its number makes it count once, however often it is sent. */
export type Interval = {
	readonly number: number;
	readonly workspace: string;
	readonly from: Temporal.Instant;
	readonly to: Temporal.Instant;
	readonly cpuMs: number;
	/** MiB held, times the milliseconds they were held. */
	readonly memoryMibMs: number;
};

export type Meter = {
	/**
	 * Measures something of a workspace until the answer is called, which reads it a last time. What is
	 * not `fresh` ran before, and somebody else counted that.
	 */
	readonly follow: (workspace: string, measured: () => Measured, fresh?: boolean) => () => void;
	/** Reads what lives, closes the interval and sends what is not sent yet. Never rejects. */
	readonly flush: () => Promise<void>;
	/** Sends the rest, and measures nothing more. */
	readonly close: () => Promise<void>;
};

export type Metered = {
	readonly now: () => Temporal.Instant;
	/** Writes intervals, each at most once; throws when it could not, and is called again with them. */
	readonly write: (intervals: readonly Interval[]) => Promise<void>;
	/** Told of each workspace whose use was just written. */
	readonly written: (workspaces: readonly string[]) => Promise<void>;
	/** Milliseconds between two looks at what lives, and between two sendings. */
	readonly look?: number;
	readonly send?: number;
	readonly read?: (measured: Measured) => Reading | null;
};

type Followed = {
	readonly workspace: string;
	readonly measured: () => Measured;
	last: { at: number; cpuMs: number; memoryBytes: number };
	looked: boolean;
};
type Sum = { from: Temporal.Instant; cpuMs: number; memoryMibMs: number };

const MiB = 1024 * 1024;

/**
 * Measures what lives four times a second and sends it every ten seconds, so that a page shows it
 * within a minute and a host that is killed loses one interval at most.
 */
export function meter({ now, write, written, look = 250, send = 10_000, ...rest }: Metered): Meter {
	const read = rest.read ?? reading;
	const followed = new Set<Followed>();
	const sums = new Map<string, Sum>();
	const waiting: Interval[] = [];
	let number = 0;
	let sending: Promise<void> | null = null;

	function sample(one: Followed, last: boolean): void {
		const found = read(one.measured());
		if (found === null) return;
		const at = performance.now();
		const before = one.last.memoryBytes;
		// at its end the processes are gone: it held until then what it held when it was last seen, and
		// what was never seen counts at the most that it held
		const held = !last ? (before + found.memoryBytes) / 2 : one.looked ? before : found.peakBytes;
		const sum = sums.get(one.workspace) ?? { from: now(), cpuMs: 0, memoryMibMs: 0 };
		sum.cpuMs += Math.max(0, found.cpuMs - one.last.cpuMs);
		sum.memoryMibMs += (held / MiB) * (at - one.last.at);
		sums.set(one.workspace, sum);
		one.last = {
			at,
			cpuMs: Math.max(found.cpuMs, one.last.cpuMs),
			memoryBytes: found.memoryBytes
		};
		one.looked = true;
	}

	function closeInterval(): void {
		for (const one of followed) sample(one, false);
		const to = now();
		for (const [workspace, sum] of sums) {
			const whole = { cpuMs: Math.floor(sum.cpuMs), memoryMibMs: Math.floor(sum.memoryMibMs) };
			if (whole.cpuMs === 0 && whole.memoryMibMs === 0) continue;
			waiting.push({ number: number++, workspace, from: sum.from, to, ...whole });
			// what is less than a millisecond waits for the next
			sums.set(workspace, {
				from: to,
				cpuMs: sum.cpuMs - whole.cpuMs,
				memoryMibMs: sum.memoryMibMs - whole.memoryMibMs
			});
		}
	}

	async function sendWaiting(): Promise<void> {
		const batch = [...waiting];
		if (batch.length === 0) return;
		try {
			await write(batch);
			waiting.splice(0, batch.length);
			await written([...new Set(batch.map(({ workspace }) => workspace))]);
		} catch (error) {
			log.warn({ error, intervals: batch.length }, 'what was used is kept and sent again');
		}
	}

	const flush = async (): Promise<void> => {
		closeInterval();
		await sending;
		sending = sendWaiting();
		await sending;
	};
	const eyes = setInterval(() => {
		for (const one of followed) sample(one, false);
	}, look);
	const post = setInterval(() => void flush(), send);
	eyes.unref();
	post.unref();
	return {
		follow: (workspace, measured, fresh = true) => {
			const before = fresh ? null : read(measured());
			const last = { at: performance.now(), cpuMs: 0, memoryBytes: 0, ...before };
			const one: Followed = { workspace, measured, last, looked: false };
			followed.add(one);
			return () => {
				if (followed.delete(one)) sample(one, true);
			};
		},
		flush,
		close: async () => {
			clearInterval(eyes);
			clearInterval(post);
			await flush();
		}
	};
}
