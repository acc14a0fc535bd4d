import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watched } from '#workspaces/host/groups.ts';
import { userOf } from '#workspaces/host/run.ts';
import { denied, judged } from '#workspaces/host/syscalls.ts';
import { missing, scene, small, type Scene } from './sandbox-scene.ts';

const root = process.getuid?.() === 0;

describe.skipIf(missing !== null)('the sandbox', () => {
	let it: Scene;
	beforeAll(async () => {
		it = await scene();
	});
	afterAll(() => {
		it.close();
	});

	test("trap 1: no process in it shows the host's environment", async () => {
		process.env['ALDGATE_TEST_SECRET'] = 'secret-of-the-host';
		const { said } = await it.probe(
			`say(fs.readdirSync('/proc').filter(Number).map((pid) => pid + ':' + attempt(() => fs.readFileSync('/proc/' + pid + '/environ', 'utf8'))).join('\\n'));`
		);
		delete process.env['ALDGATE_TEST_SECRET'];
		expect(said).not.toContain('secret-of-the-host');
		expect(said.split('\n')[0]).toBe('1:');
	});

	test('trap 2: it is another user without any capability, who cannot read what only root may', async () => {
		const secret = join(it.folder, 'only-for-root');
		writeFileSync(secret, 'hidden');
		chmodSync(secret, root ? 0o600 : 0o000);
		const { said } = await it.probe(
			`say(attempt(() => fs.readFileSync('/secret', 'utf8')) + fs.readFileSync('/proc/self/status', 'utf8'));`,
			{ open: [...it.runtime.libraries, { from: secret, to: '/secret' }] }
		);
		expect(said).toMatch(/^EACCES/);
		const uid = userOf('a-workspace');
		expect(said).toMatch(new RegExp(`Uid:\\s${uid}\\s${uid}\\s${uid}\\s${uid}`));
		expect(said.match(/Cap\w+:\s0{16}$/gm)).toHaveLength(5);
		expect(said).toMatch(/NoNewPrivs:\s1/);
		expect(userOf('another-workspace')).not.toBe(uid);
	});

	test('trap 3: the kernel refuses keys, io_uring, ptrace and the rest of the list', async () => {
		const column = process.arch === 'x64' ? 0 : 1;
		const calls = Object.entries(denied).flatMap(([name, pair]) =>
			pair[column] === null ? [] : [{ name, call: pair[column] }]
		);
		const asked = [
			...calls.map(({ call }) => `${call}, 0`),
			`${judged.clone3[column]}, 0`,
			`${judged.socket[column]}, 40, 1, 0`
		];
		const code = `open(my $out, '>&=', 4); for my $c (${asked.map((words) => `[${words}]`).join(',')}) { $! = 0; syscall($c->[0], $c->[1], $c->[2] // 0, $c->[3] // 0, 0, 0); print $out $! + 0, ' '; }`;
		const { answer } = await it.start(['/usr/bin/perl', '-e', code], {
			open: [
				...it.runtime.libraries,
				...['/usr', '/lib', '/lib64'].map((path) => ({ from: path, to: path }))
			]
		}).done;
		const errors = answer.toString().trim().split(' ').map(Number);
		expect(errors).toEqual([...calls.map(() => 1), 38, 97]);
	});

	test('trap 4: what it leaves behind never reaches the host, and cannot be run', async () => {
		const { said } = await it.probe(`
			say(attempt(() => fs.symlinkSync('/etc/shadow', '/tmp/link')) + ' ');
			fs.copyFileSync('/runtime/host/runner/runner.ts', '/tmp/program'); fs.chmodSync('/tmp/program', 0o4755);
			say(attempt(() => { throw require('node:child_process').spawnSync('/tmp/program').error; }) + ' ');
			say(attempt(() => fs.writeFileSync('/elsewhere', '')) + ' ' + attempt(() => fs.writeFileSync('/dev/shm/x', '')) + ' ');
			say(attempt(() => fs.writeFileSync('/runtime/host/runner/runner.ts', '')) + '\\n');
			say(fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\\n').find((line) => line.includes(' /tmp ')));`);
		expect(said).toMatch(/^done EACCES EROFS EROFS EROFS\n/);
		expect(said).toMatch(/rw,nosuid,nodev,noexec/);
		expect(existsSync('/tmp/program')).toBe(false);
		expect(existsSync('/run/aldgate/scratch')).toBe(false);
	});

	test('trap 5: its scratch folder holds few files and few bytes', async () => {
		const { said } = await it.probe(`
			let made = 0; const why = attempt(() => { for (;; made++) fs.writeFileSync('/tmp/f' + made, ''); });
			for (let i = 0; i < made; i++) fs.unlinkSync('/tmp/f' + i);
			const chunk = Buffer.alloc(8 * 1024 * 1024); let written = 0;
			const full = attempt(() => { for (;; written++) fs.writeFileSync('/tmp/g' + written, chunk); });
			say(why + ' ' + made + ' ' + full + ' ' + written);`);
		const [why, made, full, written] = said.split(' ');
		expect([why, full]).toEqual(['ENOSPC', 'ENOSPC']);
		expect(Number(made)).toBeLessThanOrEqual(small.scratchFiles);
		expect(Number(written)).toBeLessThanOrEqual(small.scratchBytes / (8 * 1024 * 1024));
	});

	test('trap 6: an engine is given its own configuration read-only, and no other part of /etc', async () => {
		const bare = await it.probe(`say(attempt(() => fs.readdirSync('/etc').join()));`);
		expect(bare.said).toBe('ENOENT');
		const etc = join(it.folder, 'etc-engine');
		mkdirSync(etc, { recursive: true });
		writeFileSync(join(etc, 'engine.conf'), 'ready');
		const given = await it.probe(
			`say(fs.readdirSync('/etc').join() + ' ' + fs.readFileSync('/etc/engine/engine.conf', 'utf8') + ' ' + attempt(() => fs.writeFileSync('/etc/engine/engine.conf', '')));`,
			{
				open: [
					...it.runtime.libraries,
					{ from: etc, to: '/etc/engine' },
					{ from: '/etc/absent-engine', to: '/etc/absent-engine' }
				]
			}
		);
		expect(given.said).toBe('engine ready EROFS');
	});

	test('it has no network, not even to this machine', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((ready) => server.once('listening', ready));
		const address = server.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const { said } = await it.probe(`
			const net = require('node:net'); const reach = (host, port) => new Promise((end) => net.connect(port, host).on('error', (e) => end(e.code)).on('connect', () => end('connected')));
			Promise.all([reach('127.0.0.1', ${port}), reach('192.0.2.1', 80)]).then((all) => say(all.join()));`);
		server.close();
		expect(said).toBe('ECONNREFUSED,ENETUNREACH');
	});

	test("it sees its own processes only, and nothing of the host's files", async () => {
		const { said } = await it.probe(
			`say(fs.readdirSync('/proc').filter(Number).length + ' ' + fs.readdirSync('/').sort().join());`
		);
		const [processes, folders] = said.split(' ');
		expect(Number(processes)).toBeLessThanOrEqual(3);
		expect(folders).toMatch(/^dev,lib(,lib64)?,proc,runtime,tmp(,usr)?$/);
	});

	test('a program that writes to standard output cannot answer in its place', async () => {
		const { said } = await it.probe(
			`process.stdout.write('{"ok":true}'.repeat(10_000)); say('own');`
		);
		expect(said).toBe('own');
	});

	test('too long an answer, too long a time and a stop each end it, and say which', async () => {
		const long = await it.probe(`for (;;) say('x'.repeat(65536));`, {
			limits: { ...small, answerBytes: 1_000_000 }
		});
		expect([long.cause, long.said.length]).toEqual(['answer-too-long', 1_000_000]);
		const slow = await it.probe('for (;;);', { limits: { ...small, wall: 500 } });
		expect(slow.cause).toBe('time');
		const endless = it.start(['/runtime/node', '-e', 'for (;;);']);
		endless.stop();
		expect((await endless.done).cause).toBe('stopped');
	});

	test('used up processor time ends it', async () => {
		const { status } = await it.probe('for (;;);', { limits: { ...small, cpuSeconds: 1 } });
		expect([137, 152]).toContain(status);
	});

	test('processes that multiply are stopped by the limit, and end with it', async () => {
		const uid = userOf('multiplying');
		const { answer } = await it.start(
			[
				'/usr/bin/perl',
				'-e',
				`open(my $o, '>&=', 4); my $n = 0; while (defined(my $p = fork)) { if (!$p) { sleep 60; exit } $n++ } print $o "$n";`
			],
			{ uid, gid: uid, open: ['/usr', '/lib', '/lib64'].map((path) => ({ from: path, to: path })) }
		).done;
		expect(Number(answer.toString())).toBeGreaterThan(0);
		expect(Number(answer.toString())).toBeLessThanOrEqual(small.processes);
		await expect.poll(() => processesOf(uid)).toEqual([]);
	});

	test.each([
		["the machine's own rung", undefined],
		['the watchdog', watched]
	])('too much memory ends it on %s', async (_, groups) => {
		const other = await scene(groups);
		const { cause, status } = await other.probe(
			`const held = []; for (;;) held.push(Buffer.alloc(16 * 1024 * 1024, 1));`,
			{ limits: { ...small, memory: 300 * 1024 * 1024 } }
		);
		other.close();
		expect(cause === 'memory' || status === 134).toBe(true);
	});

	test('its control groups are gone after it', async () => {
		await it.probe('');
		for (const folder of it.machine.groups.folders) {
			await expect
				.poll(
					() =>
						readdirSync(folder, { withFileTypes: true }).filter(
							(entry) => entry.isDirectory() && entry.name.startsWith(`test-${process.pid}`)
						).length
				)
				.toBe(0);
		}
	});

	test('it dies with the host, even when the host is killed', async () => {
		const started = spawnSync(
			process.execPath,
			['--no-warnings', join(import.meta.dirname, 'sandbox-orphan.ts')],
			{ encoding: 'utf8' }
		);
		expect(started.stdout).toMatch(/^\d+\n$/);
		const pid = Number(started.stdout);
		await expect
			.poll(
				() =>
					existsSync(`/proc/${pid}`) &&
					!/State:\sZ/.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
				{ timeout: 5000 }
			)
			.toBe(false);
	});
});

/** Processes of a user that still run; one that has ended waits for the machine's init to notice. */
function processesOf(uid: number): string[] {
	return readdirSync('/proc').filter((pid) => {
		if (!/^\d+$/.test(pid) || !existsSync(`/proc/${pid}/status`)) return false;
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return new RegExp(`^Uid:\\s${uid}\\s`, 'm').test(status) && !/^State:\sZ/m.test(status);
	});
}
