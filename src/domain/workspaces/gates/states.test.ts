import { describe, expect, test } from 'vitest';
import { can, moves, statuses, type MoveName } from './states.ts';

describe('the gate', () => {
	test('moves as its table says, and in no other way', () => {
		const allowed = statuses.flatMap((status) =>
			(Object.keys(moves) as MoveName[])
				.filter((name) => can(status, name))
				.map((name) => `${status} → ${moves[name].to}`)
		);
		expect(allowed).toEqual([
			'draft → run',
			'run → scanned',
			'run → blocked',
			'scanned → blocked',
			'scanned → assessed',
			'blocked → run',
			'blocked → assessed',
			'assessed → blocked',
			'assessed → approved_by_data_manager',
			'approved_by_data_manager → blocked',
			'approved_by_data_manager → assessed',
			'approved_by_data_manager → approved_by_ig',
			'approved_by_ig → released',
			'released → superseded',
			'released → revoked',
			'released → destroyed',
			'superseded → revoked',
			'superseded → destroyed',
			'revoked → destroyed'
		]);
	});

	test('is released over both approvals alone, and never leaves what is destroyed', () => {
		const into = (to: string) =>
			Object.values(moves)
				.filter((move) => move.to === to)
				.flatMap(({ from }) => [...from]);
		expect(into('released')).toEqual(['approved_by_ig']);
		expect(into('approved_by_ig')).toEqual(['approved_by_data_manager']);
		expect(Object.keys(moves).some((name) => can('destroyed', name as MoveName))).toBe(false);
	});
});
