import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Actor, Held } from '#domain/people/actor.ts';
import { actions, grants, may, rolesWith, type Action } from '#domain/people/permissions.ts';
import { neverVotes, roles, roleScopes, type Role } from '#domain/people/roles.ts';

const holding = (...held: Held[]): Actor => ({
	id: crypto.randomUUID(),
	name: 'Somebody',
	email: 'somebody@example.org',
	level: 'demo',
	roles: held
});
const as = (role: Role, id: string | null = null): Held => ({
	role,
	scope: roleScopes[role],
	id: roleScopes[role] === 'service' ? null : (id ?? 'one')
});

const everybody = ['person.sign-in', 'person.sign-out-everywhere'];
const granted = (role: Role, action: Action) =>
	everybody.includes(action) || (grants[role] as readonly string[]).includes(action);

describe('who may do what', () => {
	test.for(roles)('%s: each action as the one table says', (role) => {
		const actor = holding(as(role));
		expect(actions.filter((action) => may(actor, action).allowed)).toEqual(
			actions.filter((action) => granted(role, action))
		);
	});

	test('names every role once, and gives no action twice', () => {
		expect(Object.keys(grants).sort()).toEqual([...roles].sort());
		for (const list of Object.values(grants)) expect(new Set(list).size).toBe(list.length);
	});

	test('a role in one organisation is none in another; a role of the service holds everywhere', () => {
		expect(may(holding(as('applicant', 'one')), 'application.submit', 'one').allowed).toBe(true);
		expect(may(holding(as('applicant', 'one')), 'application.submit', 'two').allowed).toBe(false);
		expect(may(holding(as('access-manager')), 'application.accept', 'two').allowed).toBe(true);
	});

	test('with no role nothing but one’s own account', () => {
		expect(actions.filter((action) => may(holding(), action).allowed)).toEqual(everybody);
	});

	test('a refusal says who may', () => {
		expect(may(holding(), 'gate.approve')).toEqual({
			allowed: false,
			because: expect.stringMatching(/^Only the (\w| )+ can do this\.$/) as string
		});
	});
});

describe('separation of duties', () => {
	const apart = (one: Action, other: Action) =>
		rolesWith(one).filter((role) => rolesWith(other).includes(role));

	test('access, commercial and finance roles never vote', () => {
		for (const role of neverVotes) expect(rolesWith('committee.vote'), role).not.toContain(role);
	});

	test.for([
		['application.submit', 'application.accept'],
		['application.submit', 'committee.vote'],
		['application.accept', 'committee.vote'],
		['rate-card.draft', 'rate-card.approve'],
		['agreement.sign-partner', 'agreement.sign-service'],
		['agreement.draft', 'agreement.sign-service'],
		['project.supply-po', 'project.accept-po'],
		['invoice.record-payment', 'agreement.sign-service'],
		['output.submit', 'output.vote'],
		['regular.propose', 'regular.vote'],
		['workspace.run', 'gate.approve'],
		['workspace.run', 'output.vote']
	] as const)('no role carries both %s and %s', ([one, other]) => {
		expect(rolesWith(one).length * rolesWith(other).length).toBeGreaterThan(0);
		expect(apart(one, other)).toEqual([]);
	});

	test('the auditor reads and changes nothing', () => {
		expect(grants.auditor.filter((action) => !/\.read$|^read\./.test(action))).toEqual([]);
	});

	test('no person’s role carries what the service does by itself', () => {
		for (const action of [
			'application.controllers-clear',
			'application.expire',
			'application.lapse',
			'agreement.expire',
			'workspace.step',
			'output.sign',
			'regular.run',
			'regular.release',
			'regular.end'
		] as const)
			expect(rolesWith(action)).toEqual(['system']);
	});
});

describe('actions that somebody is granted', () => {
	const source = (pattern: string) =>
		globSync(pattern, { exclude: ['**/*.test.ts', 'src/domain/people/{permissions,grants-*}.ts'] })
			.map((file) => readFileSync(file, 'utf8'))
			.join('\n');
	const acts = ({ action }: { action: string }) => !/^read\.|\.(read|download)$/.test(action);
	const granted = actions.map((action) => ({ action }));

	test.for(granted.filter(acts))('$action is done by a use-case', ({ action }) => {
		// the outcome of two votes is named beside the count; the installer adds people as the owner
		expect(source('{src/domain/**/{*.server,ballot}.ts,db/seed/person.ts}')).toContain(
			`'${action}'`
		);
	});

	test.for(granted.filter((one) => !acts(one)))('$action opens a page', ({ action }) => {
		expect(source('src/{domain,routes}/**/*.ts')).toContain(`'${action}'`);
	});
});
