import { denied, judged } from './syscalls.ts';

/** The machines whose system call numbers we hold, by the name Node gives them. */
export type Architecture = 'x64' | 'arm64';

const machines = {
	x64: { audit: 0xc000003e, column: 0 },
	arm64: { audit: 0xc00000b7, column: 1 }
} as const satisfies Record<Architecture, { audit: number; column: 0 | 1 }>;

// Offsets within struct seccomp_data; arguments are 64 bits, little-endian, and the low half comes first.
const number = 0;
const audit = 4;
const argument = (index: number) => 16 + index * 8;

const allow = 0x7fff0000;
const kill = 0x80000000;
const errno = (value: number) => 0x00050000 | value;
const notPermitted = errno(1);
const noSuchCall = errno(38);
const familyUnknown = errno(97);

// New mount, cgroup, uts, ipc, user, pid, network and time namespaces.
const namespaceFlags =
	0x00020000 |
	0x02000000 |
	0x04000000 |
	0x08000000 |
	0x10000000 |
	0x20000000 |
	0x40000000 |
	0x00000080;

/** Unix, IPv4, IPv6 and netlink (Jupyter kernels ask for it). Notably not vsock, which no network namespace holds back. */
const socketFamilies = [1, 2, 10, 16];

/** Typing into the terminal that started us, and pasting from its console. */
const terminalRequests = [0x5412, 0x541c];

export type Instruction = { code: number; yes: number; no: number; value: number };

const load = (offset: number): Instruction => ({ code: 0x20, yes: 0, no: 0, value: offset });
const answer = (value: number): Instruction => ({ code: 0x06, yes: 0, no: 0, value });
const equal = (value: number, yes: number, no: number): Instruction => ({
	code: 0x15,
	yes,
	no,
	value
});
const atLeast = (value: number, yes: number, no: number): Instruction => ({
	code: 0x35,
	yes,
	no,
	value
});
const anyBit = (value: number, yes: number, no: number): Instruction => ({
	code: 0x45,
	yes,
	no,
	value
});

/** Runs `body` for one call alone; every body ends with an answer of its own. */
const when = (call: number, body: readonly Instruction[]): Instruction[] => [
	equal(call, 0, body.length),
	...body
];

/**
 * The system call filter as classic BPF. Denied calls fail with EPERM, `clone3` with ENOSYS so that
 * the C library falls back to `clone`, another architecture's calls end the process.
 */
export function program(architecture: Architecture): Instruction[] {
	const { audit: machine, column } = machines[architecture];
	const numbers = Object.values(denied)
		.map((pair) => pair[column])
		.filter((call) => call !== null);
	return [
		load(audit),
		equal(machine, 1, 0),
		answer(kill),
		load(number),
		// x32 calls have the same architecture and other numbers: the table below would not see them.
		...(architecture === 'x64' ? [atLeast(0x40000000, 0, 1), answer(noSuchCall)] : []),
		...numbers.flatMap((call) => when(call, [answer(notPermitted)])),
		...when(judged.clone3[column], [answer(noSuchCall)]),
		...when(judged.clone[column], [
			load(argument(0)),
			anyBit(namespaceFlags, 0, 1),
			answer(notPermitted),
			answer(allow)
		]),
		...when(judged.socket[column], [
			load(argument(0)),
			...socketFamilies.flatMap((family) => when(family, [answer(allow)])),
			answer(familyUnknown)
		]),
		...when(judged.ioctl[column], [
			load(argument(1)),
			...terminalRequests.flatMap((request) => when(request, [answer(notPermitted)])),
			answer(allow)
		]),
		answer(allow)
	];
}

/** The filter as bubblewrap reads it: 8 bytes an instruction, in this machine's byte order. */
export function bytes(instructions: readonly Instruction[]): Uint8Array {
	const buffer = new Uint8Array(instructions.length * 8);
	const view = new DataView(buffer.buffer);
	instructions.forEach(({ code, yes, no, value }, at) => {
		view.setUint16(at * 8, code, true);
		view.setUint8(at * 8 + 2, yes);
		view.setUint8(at * 8 + 3, no);
		view.setUint32(at * 8 + 4, value, true);
	});
	return buffer;
}
