import { usualPolicy } from '#domain/disclosure/policy.ts';
import { capabilities } from '#workspaces/host/capabilities.ts';
import { scannerOn, type Scan } from '#workspaces/scan/scan.ts';
import { chance } from './requests/chance.ts';
import type { Sample } from './requests/file.ts';
import { faults, requestOf } from './requests/request.ts';

/** What the scanner said of made-up requests, of which some had one fault each. */
export type RequestsTime = {
	readonly requests: number;
	readonly files: number;
	readonly planted: number;
	readonly shown: number;
	/** Names of planted faults that no finding named, and of files, with the finding, that failed for nothing. */
	readonly missed: readonly string[];
	readonly falseAlarms: readonly string[];
	readonly safeCells: number;
	/** Milliseconds a request, all files, one after the other. */
	readonly median: number;
	readonly p95: number;
};

const everyFifth = 5;

/**
 * Makes requests from a seed and scans every file of them as an upload is scanned, in a limited child
 * each. Every fifth has a fault planted, all kinds by turns.
 */
export async function measureRequests(requests: number, seed = 1): Promise<RequestsTime> {
	const scan = scannerOn(await capabilities());
	const times: number[] = [];
	const missed: string[] = [];
	const falseAlarms: string[] = [];
	let [files, planted, safeCells] = [0, 0, 0];
	for (let at = 0; at < requests; at++) {
		const fault = at % everyFifth === 0 ? (faults[planted % faults.length] ?? null) : null;
		const request = await requestOf(chance(seed * 100_000 + at), fault);
		const began = performance.now();
		for (const file of request.files) {
			const said = await judged(scan, file);
			if (file.fault === null) falseAlarms.push(...said.fails);
			else if (!said.shown) missed.push(`request ${String(at + 1)}: ${file.fault.name}`);
			safeCells += file.safeCells;
		}
		times.push(performance.now() - began);
		files += request.files.length;
		if (fault !== null) planted += 1;
	}
	times.sort((a, b) => a - b);
	return {
		...{ requests, files, planted, shown: planted - missed.length, missed, falseAlarms, safeCells },
		median: times[Math.floor(times.length / 2)] ?? 0,
		p95: times[Math.floor(times.length * 0.95)] ?? 0
	};
}

async function judged(
	scan: Scan,
	{ name, bytes, claimed, fault }: Sample
): Promise<{ shown: boolean; fails: string[] }> {
	const { findings } = await scan({ name, bytes, policy: usualPolicy, claimed });
	return {
		shown: findings.some(({ rule }) => fault?.rules.includes(rule) === true),
		fails: findings
			.filter(({ level }) => level === 'fail')
			.map(({ rule, where, message }) => `${name}: ${rule}, ${where}: ${message}`)
	};
}
