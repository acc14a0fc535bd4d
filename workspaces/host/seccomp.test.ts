import { describe, expect, test } from 'vitest';
import { bytes, program, type Architecture, type Instruction } from './seccomp.ts';
import { denied, judged } from './syscalls.ts';

const allow = 0x7fff0000;
const kill = 0x80000000;
const refused = 0x00050001;
const missing = 0x00050026;
const audits = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;

type Call = { machine: number; call: number; args?: readonly number[] };

/** Runs a filter as the kernel would; anything it does not know is an error. */
function run(filter: readonly Instruction[], { machine, call, args = [] }: Call): number {
	const words = new Map([
		[0, call],
		[4, machine],
		...args.map((value, index): [number, number] => [16 + index * 8, value])
	]);
	let held = 0;
	for (let at = 0; at < filter.length; at++) {
		const { code, yes, no, value } = filter[at] ?? { code: 0, yes: 0, no: 0, value: 0 };
		if (code === 0x06) return value >>> 0;
		if (code === 0x20) held = words.get(value) ?? 0;
		else if (code === 0x15) at += held === value ? yes : no;
		else if (code === 0x35) at += held >= value ? yes : no;
		else if (code === 0x45) at += (held & value) !== 0 ? yes : no;
		else throw new Error(`unknown instruction ${String(code)} at ${String(at)}`);
	}
	throw new Error('the filter ends without an answer');
}

describe.each(['x64', 'arm64'] as const)('the filter for %s', (architecture: Architecture) => {
	const filter = program(architecture);
	const machine = audits[architecture];
	const column = architecture === 'x64' ? 0 : 1;

	test.each(Object.entries(denied).filter(([, pair]) => pair[column] !== null))(
		'refuses %s',
		(_, pair) => {
			expect(run(filter, { machine, call: pair[column] ?? -1 })).toBe(refused);
		}
	);

	test('lets ordinary calls through: read, write, mmap, futex, getrandom', () => {
		const ordinary = architecture === 'x64' ? [0, 1, 9, 202, 318] : [63, 64, 222, 98, 278];
		for (const call of ordinary) expect(run(filter, { machine, call })).toBe(allow);
	});

	test('says that clone3 does not exist, and lets clone make threads but no namespaces', () => {
		const clone = judged.clone[column];
		expect(run(filter, { machine, call: judged.clone3[column] })).toBe(missing);
		expect(run(filter, { machine, call: clone, args: [0x3d0f00] })).toBe(allow);
		for (const flag of [0x10000000, 0x00020000, 0x40000000, 0x20000000, 0x80])
			expect(run(filter, { machine, call: clone, args: [flag | 0x11] })).toBe(refused);
	});

	test('opens unix, internet and netlink sockets only: no vsock, packet or kernel crypto', () => {
		const call = judged.socket[column];
		for (const family of [1, 2, 10, 16])
			expect(run(filter, { machine, call, args: [family] })).toBe(allow);
		for (const family of [17, 38, 40, 44])
			expect(run(filter, { machine, call, args: [family] })).toBe(0x00050061);
	});

	test('refuses to type into a terminal and lets other ioctls through', () => {
		const call = judged.ioctl[column];
		expect(run(filter, { machine, call, args: [0, 0x5412] })).toBe(refused);
		expect(run(filter, { machine, call, args: [0, 0x5401] })).toBe(allow);
	});

	test('ends a process that calls as another architecture', () => {
		expect(run(filter, { machine: 0x40000003, call: 0 })).toBe(kill);
	});

	test('is laid out at 8 bytes an instruction', () => {
		const laid = bytes(filter);
		expect(laid.length).toBe(filter.length * 8);
		expect([...laid.slice(0, 8)]).toEqual([0x20, 0, 0, 0, 4, 0, 0, 0]);
	});
});

test('x32 calls, which share the architecture of x86_64, do not exist', () => {
	const call = 0x40000000 + denied.ptrace[0];
	expect(run(program('x64'), { machine: audits.x64, call })).toBe(missing);
});
