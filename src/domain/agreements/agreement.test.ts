import { describe, expect, test } from 'vitest';
import {
	agreementReference,
	bindsBoth,
	moved,
	moves,
	statuses,
	statusNames,
	type MoveName,
	type Signature
} from './agreement.ts';

const names = Object.keys(moves) as MoveName[];

describe('an agreement', () => {
	test.for(statuses)('that is %s allows exactly the moves in the table', (status) => {
		for (const name of names) {
			const listed = (moves[name].from as readonly string[]).includes(status);
			if (listed) expect(moved(status, name)).toBe(moves[name].to);
			else expect(() => moved(status, name)).toThrow(`is ${statusNames[status]}`);
		}
	});

	test('goes from a draft to both signatures in four steps', () => {
		const path = [
			'agreement.offer',
			'agreement.accept',
			'agreement.sign-partner',
			'agreement.sign-service'
		] as const satisfies readonly MoveName[];
		expect(path.reduce<(typeof statuses)[number]>(moved, 'drafting')).toBe('executed');
	});

	test('that ended has no move left', () => {
		for (const status of ['amended', 'expired', 'terminated'] as const)
			for (const name of names) expect(() => moved(status, name)).toThrow();
	});

	test('can reach every status from a draft', () => {
		const reached = new Set<string>(['drafting']);
		const rounds = statuses.map(() => Object.values(moves));
		for (const round of rounds)
			for (const { from, to } of round)
				if ((from as readonly string[]).some((status) => reached.has(status))) reached.add(to);
		expect([...reached].sort()).toEqual([...statuses].sort());
	});

	test('is cited by number and version', () => {
		expect(agreementReference(42n, 2)).toBe('AG-00042/2');
	});
});

test('two signatures bind only when both are of the same bytes', () => {
	const signature = (party: Signature['party'], sha256: string): Signature => ({
		party,
		sha256,
		typedName: 'Ada Byron',
		authority: 'Director',
		level: 'second factor',
		address: '127.0.0.1',
		userAgent: 'test',
		at: Temporal.Instant.from('2026-11-22T09:00:00Z')
	});
	expect(bindsBoth('a', [signature('partner', 'a'), signature('service', 'a')])).toBe(true);
	expect(bindsBoth('a', [signature('partner', 'a'), signature('service', 'b')])).toBe(false);
	expect(bindsBoth('a', [signature('partner', 'a'), signature('partner', 'a')])).toBe(false);
});
