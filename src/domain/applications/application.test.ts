import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/people/actor.ts';
import type { Role } from '#domain/people/roles.ts';
import { roleScopes } from '#domain/people/roles.ts';
import { actions } from '#domain/people/permissions.ts';
import { canMove, moved, moves, statuses, type Move, type MoveName } from './application.ts';
import { accessOf, mayAsRole, mayMove, mayRecord } from './policy.ts';
import { mandatory, opinionKinds } from './streams.ts';
import { ball, stages } from './words.ts';

const names = Object.keys(moves) as MoveName[];
const holding = (role: Role, id: string | null = null): Actor => ({
	id: 'someone',
	name: 'Someone',
	email: 'someone@example.org',
	level: 'demo',
	roles: [{ role, scope: roleScopes[role], id }]
});
const theirs = { leadId: 'lead', organisationId: 'thames' };

describe('every status and every move', () => {
	test.each(names.flatMap((name) => statuses.map((status) => [name, status] as const)))(
		'%s from %s is in the table or is a conflict',
		(name, status) => {
			const move: Move = moves[name];
			const [end] = move.to;
			expect(canMove(status, name)).toBe(move.from.includes(status));
			if (move.from.includes(status)) expect(moved(status, name, end)).toBe(end);
			else expect(() => moved(status, name, end)).toThrow(/application|approval/);
		}
	);

	test('every move is an action that somebody may do', () => {
		expect(names.filter((name) => !actions.includes(name))).toEqual([]);
	});

	test('every status but the first can be reached, and is named', () => {
		const ends: readonly string[] = Object.values(moves).flatMap(({ to }: Move) => to);
		expect(statuses.filter((status) => status !== 'draft' && !ends.includes(status))).toEqual([]);
		expect(Object.keys(stages)).toEqual([...statuses]);
	});

	test('somebody has the ball exactly where something can still happen by itself', () => {
		const still = statuses.filter((status) => ball(status, []) === null);
		expect(still).toEqual(['rejected', 'withdrawn', 'expired', 'lapsed']);
	});
});

describe('who may', () => {
	test('nobody of the organisation that applies accepts, returns or decides', () => {
		const own = holding('access-manager');
		const both: Actor = {
			...own,
			roles: [...own.roles, { role: 'member', scope: 'organisation', id: 'thames' }]
		};
		const application = { ...theirs, status: 'submitted' } as const;
		expect(mayMove(own, 'application.accept', application).allowed).toBe(true);
		expect(mayMove(both, 'application.accept', application)).toMatchObject({
			because: expect.stringContaining('the organisation that applies') as string
		});
	});

	test('only the lead sends or withdraws', () => {
		const application = { ...theirs, status: 'draft' } as const;
		expect(
			mayAsRole(holding('applicant', 'thames'), 'application.submit', application).allowed
		).toBe(false);
		const lead = { ...holding('applicant', 'thames'), id: 'lead' };
		expect(mayAsRole(lead, 'application.submit', application).allowed).toBe(true);
	});

	test('a stream is recorded by its own reviewers, once, in review', () => {
		const application = { ...theirs, status: 'in_review' } as const;
		const roles: Role[] = [
			'technical-reviewer',
			'privacy-officer',
			'commercial-manager',
			'access-manager'
		];
		const who = roles.map((role) =>
			opinionKinds.filter(
				(kind) =>
					mayRecord(holding(role), kind, application, { status: 'open', reviewedBefore: [] })
						.allowed
			)
		);
		expect(who).toEqual([['technical'], ['privacy'], ['commercial'], ['citizens']]);
		const again = mayRecord(holding('technical-reviewer'), 'technical', application, {
			status: 'done',
			reviewedBefore: []
		});
		expect(again.allowed).toBe(false);
	});

	test('a committee reads the papers it declared for, controllers and finance no application', () => {
		const application = { ...theirs, status: 'approved_pending' } as const;
		const seen = (
			['controller-approver', 'committee-member', 'finance-officer', 'auditor'] as const
		).map((role) => accessOf(holding(role), application, false));
		expect(seen).toEqual(['none', 'declared', 'none', 'all']);
	});
});

test('the streams follow from tier and sensitivity', () => {
	const usual = ['technical', 'privacy', 'committee', 'controllers'];
	expect(mandatory('academic', {})).toEqual(usual);
	expect(mandatory('commercial', {})).toContain('commercial');
	expect(mandatory('academic', { 'safe-outputs': { models: 'export' } })).toContain('citizens');
	expect(mandatory('nhs', { 'safe-data': { confidentiality: 'section-251' } })).toContain(
		'citizens'
	);
});
