import { describe, expect, test } from 'vitest';
import { Problem } from '#platform/problems.ts';
import * as project from '#domain/projects/project.ts';
import { moved, moves, statuses, type MoveName } from '../workspace.ts';
import { projectMoves, reached } from './life.ts';

describe('the life of a workspace', () => {
	test.for(Object.keys(moves) as MoveName[])('lets %s happen from its states alone', (name) => {
		const { from, to } = moves[name];
		for (const status of statuses)
			if ((from as readonly string[]).includes(status)) expect(moved(status, name)).toBe(to);
			else expect(() => moved(status, name)).toThrow(Problem);
	});

	test('has no way out of destroyed, and no way back from it but before it', () => {
		for (const { from } of Object.values(moves))
			expect(from as readonly string[]).not.toContain('destroyed');
		expect(moves['workspace.destroy'].from).toEqual(['archived']);
	});

	test('takes its project along by moves that the project knows', () => {
		for (const move of Object.values(projectMoves)) expect(project.moves[move]).toBeDefined();
	});
});

describe('notices of the end', () => {
	test('are of 60, 30 and 7 days, the nearest one alone', () => {
		expect([61, 60, 45, 30, 8, 7, 0, -1].map((days) => reached(days)?.tell ?? null)).toEqual([
			null,
			60,
			60,
			30,
			30,
			7,
			7,
			null
		]);
		expect(reached(20)?.passed).toEqual([60]);
		expect(reached(3)?.passed).toEqual([60, 30]);
	});
});
