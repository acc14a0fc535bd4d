import { describe, expect, test } from 'vitest';
import { balls } from '#domain/home/balls.ts';
import { share } from '#domain/home/share.ts';
import type { Thing } from '#domain/home/thing.ts';
import type { Actor } from '#domain/people/actor.ts';
import * as agreements from '#domain/agreements/agreement.ts';
import * as applications from '#domain/applications/application.ts';
import * as publications from '#domain/outputs/publications/publication.ts';
import * as outputs from '#domain/outputs/output.ts';
import * as regular from '#domain/outputs/regular/regular.ts';
import * as projects from '#domain/projects/project.ts';
import * as refreshes from '#domain/workspaces/refresh/refresh.ts';
import * as ingress from '#domain/workspaces/ingress/ingress.ts';
import * as library from '#domain/workspaces/library/request.ts';
import * as workspaces from '#domain/workspaces/workspace.ts';

const since = Temporal.Instant.from('2026-11-20T09:00:00Z');
const org = '00000000-0000-7000-8200-000000000001';
const thing = (over: Partial<Thing>): Thing => ({
	kind: 'application',
	id: '1',
	name: 'application 1001',
	status: 'draft',
	since,
	organisationId: org,
	mine: false,
	open: [],
	done: false,
	...over
});
const actor = (...roles: Actor['roles']): Actor => ({
	id: 'p',
	name: 'P',
	email: 'p@example.org',
	level: 'demo',
	roles
});
const service = (role: Actor['roles'][number]['role']) =>
	actor({ role, scope: 'service', id: null });

describe('who has the ball', () => {
	test('names only statuses that exist', () => {
		const known = {
			application: applications.statuses,
			agreement: agreements.statuses,
			project: projects.statuses,
			workspace: workspaces.statuses,
			refresh: refreshes.statuses,
			life: workspaces.statuses,
			ingress: ingress.statuses,
			library: library.statuses,
			output: outputs.statuses,
			regular: regular.statuses,
			publication: publications.statuses
		};
		for (const { kind, status } of balls)
			expect(known[kind] as readonly string[]).toContain(status);
	});

	test('a draft waits for its lead and for nobody else', () => {
		const applicant = actor({ role: 'applicant', scope: 'organisation', id: org });
		expect(share(applicant, [thing({ mine: true })]).now).toHaveLength(1);
		expect(share(applicant, [thing({})])).toEqual({ now: [], others: [] });
	});

	test('a submitted application waits for the access manager; its lead sees that', () => {
		const submitted = thing({ status: 'submitted', mine: true });
		expect(share(service('access-manager'), [thing({ status: 'submitted' })]).now[0]?.verb).toBe(
			'Triage'
		);
		const lead = actor({ role: 'applicant', scope: 'organisation', id: org });
		expect(share(lead, [submitted]).others[0]?.who).toBe('the access manager');
	});

	test('what somebody has done their part in waits for them no more', () => {
		const checking = thing({ kind: 'output', status: 'checking', open: ['checkers'] });
		expect(share(service('output-checker'), [checking]).now).toHaveLength(1);
		expect(share(service('output-checker'), [{ ...checking, done: true }]).now).toHaveLength(0);
	});

	test('a signatory signs for their own organisation only', () => {
		const agreed = thing({ kind: 'agreement', status: 'agreed' });
		const own = actor({ role: 'signatory', scope: 'organisation', id: org });
		const other = actor({ role: 'signatory', scope: 'organisation', id: 'another' });
		expect(share(own, [agreed]).now).toHaveLength(1);
		expect(share(other, [agreed])).toEqual({ now: [], others: [] });
	});

	test('a gate waits for each of its two parts', () => {
		const gate = thing({ kind: 'workspace', status: 'gate', open: ['privacy-officer'] });
		expect(share(service('privacy-officer'), [gate]).now).toHaveLength(1);
		expect(share(service('data-manager'), [gate]).now).toHaveLength(0);
	});

	test('the oldest stands first', () => {
		const later = {
			...thing({ status: 'submitted', id: '2', name: 'later' }),
			since: since.add({ hours: 1 })
		};
		const { now } = share(service('access-manager'), [later, thing({ status: 'submitted' })]);
		expect(now.map(({ name }) => name)).toEqual(['application 1001', 'later']);
	});
});
