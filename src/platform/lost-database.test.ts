import { describe, expect, test } from 'vitest';
import { isDatabaseAway, isDriverFault } from './lost-database.ts';

const coded = (code: string, more: object = {}): Error =>
	Object.assign(new Error('words'), { code, ...more });

describe('a database that is away', () => {
	test('is told by the driver’s and by Postgres’ own codes', () => {
		for (const code of ['CONNECTION_CLOSED', 'CONNECT_TIMEOUT', '57P01', '57P03'])
			expect(isDatabaseAway(coded(code)), code).toBe(true);
		expect(isDatabaseAway(coded('ECONNREFUSED', { syscall: 'connect' }))).toBe(true);
	});

	test('is not what a missing file, a service of ours or a refused row says', () => {
		expect(isDatabaseAway(coded('ENOENT', { syscall: 'open' }))).toBe(false);
		const socket = { syscall: 'connect', address: '/run/vault.sock' };
		expect(isDatabaseAway(coded('ECONNREFUSED', socket))).toBe(false);
		for (const error of [coded('42501'), new Error('CONNECTION_CLOSED'), null, 'words'])
			expect(isDatabaseAway(error)).toBe(false);
	});
});

describe('the driver’s fault', () => {
	const fault = (message: string, stack: string): Error =>
		Object.assign(new TypeError(message), { stack: `TypeError: ${message}\n    at ${stack}` });
	const message = "Cannot read properties of null (reading 'write')";
	const place = 'Immediate.nextWrite (file:///app/node_modules/postgres/src/connection.js:251:22)';

	test('is exactly this one: its words, its function, its file', () => {
		expect(isDriverFault(fault(message, place))).toBe(true);
		expect(isDriverFault(fault("Cannot read properties of null (reading 'end')", place))).toBe(
			false
		);
		expect(isDriverFault(fault(message, 'save (file:///app/src/postgres/connection.js:1:2)'))).toBe(
			false
		);
		expect(isDriverFault(fault(message, 'nextWrite (file:///app/src/other.js:1:2)'))).toBe(false);
		expect(isDriverFault(new Error(message))).toBe(false);
	});
});
