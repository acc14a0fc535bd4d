import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { capabilities, type Found } from '#workspaces/host/capabilities.ts';
import { bomb } from '../../tests/support/hostile/archive.ts';
import { jpeg, joined, png, text, zip } from '../../tests/support/hostile/bytes.ts';
import { judged } from '../../tests/support/hostile/judged.ts';
import { plainSheet, workbook } from '../../tests/support/hostile/workbook.ts';
import { limited } from './limited.ts';
import { scanLimits } from './limits.ts';
import { scannerOn } from './scan.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const here = await capabilities();
afterAll(() => {
	here.close();
});
const without: Found = { ...here, machine: null, runtime: null };
const rungs: readonly (readonly [string, Found])[] = [
	['the sandbox of this machine', here],
	['resource limits alone', without]
];

const policy = usualPolicy;
const svg = (inner: string): string => `<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`;
const seeds: readonly (readonly [string, Uint8Array])[] = [
	['t.csv', text('sex,n\nF,120\nM,*\nTotal,250\n')],
	['plot.png', await png()],
	['photo.jpg', await jpeg()],
	['r.xlsx', workbook([plainSheet])],
	['all.zip', zip({ 't.csv': 'sex,n\nF,120\n', 'q.sql': 'select 1' })],
	['plot.svg', text(svg('<g><rect width="1" height="2"/><text>Women</text></g>'))],
	['r.html', text('<!doctype html><table><tr><td>1</td></tr><tr><td>2</td></tr></table>')],
	['p.pdf', text('%PDF-1.7\n1 0 obj<</Type/Catalog>>stream\nx\nendstream endobj\n%%EOF\n')],
	['n.ipynb', text('{"nbformat":4,"cells":[{"cell_type":"code","source":"x","outputs":[]}]}')],
	['q.py', text('import pandas\nprint(1)\n')]
];

describe.each(rungs)('in %s', (_, found) => {
	test.each(seeds)('%s is answered as its reader judges it', async (name, bytes) => {
		expect(await scannerOn(found)({ name, bytes, policy })).toEqual(await judged(name, bytes));
	});
	test('a bomb is answered', async () => {
		const said = await scannerOn(found)({ name: 'a.zip', bytes: bomb(), policy });
		expect([said.verdict, said.clean]).toEqual(['fail', null]);
	});
	test('a child that takes too long is killed, and its file fails', async () => {
		const limits = { ...scanLimits, wall: 1 };
		const ending = await limited(found, { name: 't.csv', bytes: text('a,n\n'), policy }, limits);
		expect(ending.cause).toBe('time');
		const said = await scannerOn(found, limits)({ name: 't.csv', bytes: text('a,n\n'), policy });
		expect([said.verdict, said.findings[0]?.rule, said.clean]).toEqual(['fail', 'limits', null]);
	});
	test('a child that says more than its limit is killed', async () => {
		const limits = { ...scanLimits, answerBytes: 10 };
		const ending = await limited(found, { name: 't.csv', bytes: text('a,n\n'), policy }, limits);
		expect([ending.cause, ending.answer.length]).toEqual(['answer-too-long', 10]);
	});
	test('a file that takes very much processor time or memory ends its child alone', async () => {
		const much = text(`<html><table>${'<tr><td>1'.repeat(900_000)}`);
		const limits = { ...scanLimits, cpuSeconds: 2, memory: 400 * 1024 * 1024 };
		const said = await scannerOn(found, limits)({ name: 'r.html', bytes: much, policy });
		expect([said.verdict, said.clean]).toEqual(['fail', null]);
		expect(said.findings.map(({ rule }) => rule)).toEqual([
			expect.stringMatching(/^(limits|unreadable)$/)
		]);
	});
	test('a file larger than any output is answered without a child', async () => {
		const bytes = new Uint8Array(10_000_001);
		const none = { ...scanLimits, wall: 0 };
		const said = await scannerOn(found, none)({ name: '..', bytes, policy });
		expect(said.findings.map(({ rule }) => rule)).toEqual(['name', 'size']);
	});
});

/** A valid file with bytes changed, taken out, put in or doubled. */
const mutated = fc
	.tuple(
		fc.constantFrom(...seeds),
		fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255), fc.nat(3)), {
			minLength: 1,
			maxLength: 12
		})
	)
	.map(([[name, bytes], changes]) => {
		let now = bytes;
		for (const [where, value, how] of changes) {
			const place = Math.floor(where * now.length);
			const [before, after] = [now.subarray(0, place), now.subarray(place)];
			if (how === 0) now = joined(before, new Uint8Array([value]), after.subarray(1));
			else if (how === 1) now = joined(before, after.subarray(value));
			else if (how === 2) now = joined(before, new Uint8Array([value, value]), after);
			else now = joined(before, after, after.subarray(0, value));
		}
		return { name, bytes: now };
	});

describe('a file that was damaged at random', () => {
	test('always gets a verdict from its reader', async () => {
		await fc.assert(
			fc.asyncProperty(mutated, async ({ name, bytes }) => {
				const said = await judged(name, bytes);
				expect(['review', 'fail']).toContain(said.verdict);
				if (said.clean !== null) expect(said.media).not.toBe('text/html');
			})
		);
	});
	test('never ends the process that asked', async () => {
		await fc.assert(
			fc.asyncProperty(mutated, async (file) => {
				const said = await scannerOn(here)({ ...file, policy });
				expect(['review', 'fail']).toContain(said.verdict);
			}),
			{ numRuns: 15 }
		);
	});
});

describe('the child where no sandbox is', () => {
	test('reads no file of the machine, starts no process and reaches no network', async () => {
		const { supervise } = await import('#workspaces/host/launch.ts');
		const { watched } = await import('#workspaces/host/groups.ts');
		const { unboxed } = await import('./parts.ts');
		const options = unboxed(false).slice(0, -1);
		const code = `const attempt = (work) => { try { work(); return 'done'; } catch (error) { return error.code; } };
			const fs = require('node:fs');
			const tried = [
				attempt(() => fs.readFileSync('/etc/passwd')),
				attempt(() => fs.writeFileSync('/tmp/aldgate-scan-probe', 'x')),
				attempt(() => require('node:child_process').spawnSync('/bin/true')),
				attempt(() => new (require('node:worker_threads').Worker)('0', { eval: true }))
			];
			require('node:net').connect({ port: 1, host: '127.0.0.1' }).on('error', ({ code }) => {
				fs.writeSync(4, [...tried, code].join(' '));
				process.exit(0);
			});`;
		const { done } = supervise(
			{ command: [...options, '-e', code], filter: null, groups: watched, members: [] },
			scanLimits,
			''
		);
		expect((await done).answer.toString()).toBe(Array(5).fill('ERR_ACCESS_DENIED').join(' '));
	});
});
