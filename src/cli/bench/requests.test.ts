import { expect, test, vi } from 'vitest';
import type { Scanned } from '#domain/disclosure/findings.ts';
import { fail } from '#domain/disclosure/findings.ts';
import { solver } from '#platform/solver.server.ts';
import { judgeFile } from '#workspaces/scan/judge.ts';
import type { Scan } from '#workspaces/scan/scan.ts';
import { judgeRequests, passes } from './requests.ts';
import { faults } from './requests/request.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 180_000 });

/** The scanner as in its child, without the child. */
const scan: Scan = (ask) =>
	judgeFile({ ...ask, claimed: ask.claimed ?? null, solver, inside: false });

test('every kind of fault is shown, and nothing that is safe raises an alarm', async () => {
	const made = await judgeRequests(faults.length, { scan, seed: 3, every: 1 });
	expect(made.missed).toEqual([]);
	expect(made.falseAlarms).toEqual([]);
	expect([made.planted, made.shown]).toEqual([faults.length, faults.length]);
	expect(made.flaggedCells).toBe(made.unsafeCells);
	expect(made.unsafeCells).toBeGreaterThan(10);
	expect(made.safeCells).toBeGreaterThan(5_000);
	expect(passes(made)).toBe(true);
});

test('a scanner that sees nothing, or fails everything, does not pass', async () => {
	const says =
		(findings: Scanned['findings']): Scan =>
		async (ask) => ({ ...(await scan(ask)), findings });
	const blind = await judgeRequests(4, { scan: says([]), every: 1 });
	expect(blind.missed).toHaveLength(4);
	expect(passes(blind)).toBe(false);
	const alarm = Array.from({ length: 40 }, () =>
		fail('threshold', 'the file', 'Bad.', 'Leave it.')
	);
	const nervous = await judgeRequests(4, { scan: says(alarm), every: 100 });
	expect(nervous.falseAlarms.length).toBeGreaterThan(40);
	expect(passes(nervous)).toBe(false);
});
