import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capabilities } from '#workspaces/host/capabilities.ts';
import { scannerOn, type Scan } from '#workspaces/scan/scan.ts';
import { chance } from './requests/chance.ts';
import { faults, requestOf } from './requests/request.ts';
import { scored } from './requests/score.ts';

/** What was said of made-up requests, of which some had one fault each. */
export type RequestsTime = {
	readonly requests: number;
	readonly files: number;
	readonly planted: number;
	/** Planted faults of which at least one finding was shown. */
	readonly shown: number;
	/** Planted faults, and cells of computed tables, that nothing named. */
	readonly missed: readonly string[];
	/** Failures of files without a fault, of safe cells, and of pairs of tables that are safe together. */
	readonly falseAlarms: readonly string[];
	/** What a person was asked to look at on files without a fault, beside evidence and reading. */
	readonly asked: readonly string[];
	readonly safeCells: number;
	/** Cells of computed tables that are unsafe by the truth; every one must be flagged. */
	readonly unsafeCells: number;
	readonly flaggedCells: number;
	/** Milliseconds a request, all files, one after the other. */
	readonly median: number;
	readonly p95: number;
};

/** Whether nothing was missed and false alarms are under 1 % of safe cells. */
export const passes = ({ planted, shown, missed, falseAlarms, safeCells }: RequestsTime): boolean =>
	shown === planted && missed.length === 0 && falseAlarms.length * 100 < safeCells;

/** Every so many requests has a fault planted, all kinds by turns. */
const faultEvery = 5;

type How = { readonly scan: Scan; readonly seed?: number; readonly every?: number };

/** Makes requests from a seed and scans each file as an upload is scanned, in a limited child. */
export async function measureRequests(requests: number): Promise<RequestsTime> {
	const found = await capabilities();
	try {
		return await judgeRequests(requests, { scan: scannerOn(found) });
	} finally {
		found.close();
	}
}

/** The same with any scanner, and a fault in `every` so many of them. */
export async function judgeRequests(
	requests: number,
	{ scan, seed = 1, every = faultEvery }: How
): Promise<RequestsTime> {
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-requests-'));
	const times: number[] = [];
	const missed: string[] = [];
	const falseAlarms: string[] = [];
	const asked: string[] = [];
	let [files, planted, shown, safeCells, unsafeCells, flaggedCells] = [0, 0, 0, 0, 0, 0];
	try {
		for (let at = 0; at < requests; at++) {
			const fault = at % every === 0 ? (faults[planted % faults.length] ?? null) : null;
			const request = await requestOf(chance(seed * 100_000 + at), fault);
			const began = performance.now();
			const score = await scored(request, scan, folder);
			times.push(performance.now() - began);
			const named = (words: string): string => `request ${String(at + 1)}, ${words}`;
			missed.push(...score.missed.map(named));
			falseAlarms.push(...score.falseAlarms.map(named));
			asked.push(...score.asked.map(named));
			files += score.files;
			safeCells += score.safeCells;
			unsafeCells += score.unsafeCells;
			flaggedCells += score.flaggedCells;
			if (fault === null) continue;
			planted += 1;
			if (score.missed.length === 0) shown += 1;
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
	times.sort((a, b) => a - b);
	return {
		...{ requests, files, planted, shown, missed, falseAlarms, asked },
		...{ safeCells, unsafeCells, flaggedCells },
		median: times[Math.floor(times.length / 2)] ?? 0,
		p95: times[Math.floor(times.length * 0.95)] ?? 0
	};
}
