import { describe, expect } from 'vitest';
import * as seed from '#db/seed/applications.ts';
import { depression } from '#db/seed/studies/depression.ts';
import { inhaler } from '#db/seed/studies/inhaler.ts';
import { answerObjection } from '#domain/applications/answer-objection.server.ts';
import { clearDueApprovals } from '#domain/applications/controllers-clear.server.ts';
import { meetConditions } from '#domain/applications/meet-conditions.server.ts';
import { object } from '#domain/applications/object.server.ts';
import { coverage, objections } from '#domain/applications/objections/store.server.ts';
import { find } from '#domain/applications/store.server.ts';
import { overview } from '#domain/committees/overview.server.ts';
import { underWay } from '#domain/home/store.server.ts';
import { listView } from '#domain/applications/list/view.server.ts';
import { closeVote } from '#domain/committees/close-vote.server.ts';
import { declare } from '#domain/committees/declare.server.ts';
import { count, RuleSchema, type Seat } from '#domain/committees/rule.ts';
import * as store from '#domain/committees/store.server.ts';
import { vote } from '#domain/committees/vote.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind } from '#platform/db.server.ts';
import * as v from 'valibot';
import { at, personId, test } from './applications-scene.ts';

const once = () => crypto.randomUUID();
const reasons = { reason: 'It matters.', publicReason: 'It matters to Londoners.' };
const later = (days: number) => at.add({ hours: 24 * days });

describe('a vote', () => {
	test('needs a declaration first; a direct interest has none, and a late one voids it', async ({
		scene
	}) => {
		const id = await seed.reviewed(scene.portal, depression, at);
		const { db, actor } = await scene.as('lucas');
		const order = {
			...(await seed.orderFor(scene.portal, 'lucas', id, at)),
			choice: 'yes',
			reason: ''
		} as const;
		await expect(vote(db, actor, order)).rejects.toMatchObject({ status: 403 });
		await declare(db, actor, { ...order, once: once(), interest: 'none', detail: '' });
		await vote(db, actor, { ...order, once: once() });
		const votes = () =>
			scene.owner`select from vote where application_id = ${id} and voided_at is null`;
		expect(await votes()).toHaveLength(1);
		await declare(db, actor, {
			...order,
			once: once(),
			interest: 'direct',
			detail: 'I advise them.'
		});
		expect(await votes()).toHaveLength(0);
		await expect(vote(db, actor, { ...order, once: once() })).rejects.toMatchObject({
			status: 403,
			message: 'You declared a direct interest: you see no papers and have no vote.'
		});
	});

	test('is refused to access, commercial and finance roles, and to everybody outside', async ({
		scene
	}) => {
		const id = await seed.reviewed(scene.portal, depression, at);
		const order = {
			...(await seed.orderFor(scene.portal, 'grace', id, at)),
			choice: 'yes',
			reason: ''
		} as const;
		for (const key of ['grace', 'nadia', 'peter', 'yusuf', 'owen', 'ruth', 'amara'] as const) {
			const { db, actor } = await scene.as(key);
			await expect(vote(db, actor, order)).rejects.toMatchObject({ status: 403 });
		}
		const chairToo = await scene.as('miriam');
		const both = {
			...chairToo.actor,
			roles: [
				...chairToo.actor.roles,
				{ role: 'access-manager', scope: 'service', id: null } as const
			]
		};
		await expect(vote(chairToo.db, both, order)).rejects.toMatchObject({
			message: 'People in access, commercial and finance roles never vote.'
		});
	});

	test('counts once, whatever comes at the same time', async ({ scene }) => {
		const id = await seed.reviewed(scene.portal, depression, at);
		const { db, actor } = await scene.as('sade');
		const order = await seed.orderFor(scene.portal, 'sade', id, at);
		await declare(db, actor, { ...order, interest: 'none', detail: '' });
		const token = once();
		await Promise.all(
			Array.from({ length: 10 }, (_, n) =>
				vote(db, actor, {
					...order,
					once: n % 2 ? once() : token,
					choice: 'no',
					reason: 'Not shown.'
				})
			)
		);
		expect(await scene.owner`select from vote where application_id = ${id}`).toHaveLength(1);
		// five presses of one form are one; five tabs are five votes, each replacing the one before
		expect((await scene.events(id)).filter((action) => action === 'committee.vote')).toHaveLength(
			6
		);
	});

	test('stays inside the committee: the applicant and the access manager read no vote', async ({
		scene
	}) => {
		const id = await seed.reviewed(scene.portal, depression, at);
		await seed.voted(scene.portal, id, at);
		for (const key of ['amara', 'grace', 'joseph'] as const) {
			const { db } = await scene.as(key);
			expect(await db.read((tx) => tx`select from vote`)).toHaveLength(0);
		}
		const amara = await scene.as('amara');
		expect(await amara.db.read((tx) => tx`select from declaration`)).toHaveLength(0);
	});
});

describe('closing a vote', () => {
	test('waits for every review that the study needs', async ({ scene }) => {
		const id = await seed.inReview(scene.portal, inhaler, at);
		await seed.voted(scene.portal, id, at);
		const { db, actor } = await scene.as('miriam');
		const order = { ...(await seed.orderFor(scene.portal, 'miriam', id, at)), ...reasons };
		await expect(closeVote(db, actor, order)).rejects.toMatchObject({
			status: 409,
			message:
				'The vote cannot be closed while a review is open: Technical review, Privacy review, Commercial review.'
		});
	});

	test('refuses without a quorum and names each shortfall', async ({ scene }) => {
		const id = await seed.reviewed(scene.portal, depression, at);
		await seed.voted(scene.portal, id, at, { lucas: 'yes', miriam: 'yes' });
		const { db, actor } = await scene.as('miriam');
		const order = { ...(await seed.orderFor(scene.portal, 'miriam', id, at)), ...reasons };
		await expect(closeVote(db, actor, order)).rejects.toMatchObject({
			status: 409,
			message:
				'There is no quorum: 3 members must vote and 2 did, and 1 public member must vote and 0 did.'
		});
		expect(await scene.status(id)).toBe('in_review');
		const lucas = await scene.as('lucas');
		await expect(closeVote(lucas.db, lucas.actor, order)).rejects.toMatchObject({ status: 403 });
	});

	test('keeps what anybody needs to recompute the outcome, and no name', async ({ scene }) => {
		const id = await seed.decided(scene.portal, depression, at, {
			lucas: 'yes',
			sade: 'no',
			miriam: 'yes'
		});
		const { db } = await scene.as('amara');
		const decision = await db.read((tx) => store.decision(tx, id));
		expect(decision).toMatchObject({
			outcome: 'approved_pending',
			ruleVersion: 1,
			inputs: { tally: { yes: 2, no: 1, conditional: 0, abstain: 0 } }
		});
		const rule = v.parse(RuleSchema, decision?.inputs['rule']);
		const again = count(rule, decision?.inputs['seats'] as unknown as Seat[]);
		expect(again).toMatchObject({ quorate: true, outcome: 'approved_pending' });
		const text = JSON.stringify(decision?.inputs);
		for (const key of ['lucas', 'sade', 'miriam'] as const) {
			expect(text).not.toContain(personId(key));
			expect(text.toLowerCase()).not.toContain(key);
		}
	});

	test('happens once, whoever presses twice', async ({ scene }) => {
		const id = await seed.reviewed(scene.portal, depression, at);
		await seed.voted(scene.portal, id, at);
		const { db, actor } = await scene.as('miriam');
		const order = { ...(await seed.orderFor(scene.portal, 'miriam', id, at)), ...reasons };
		let ticks = 0;
		const tick = () => {
			ticks += 1;
			return Promise.resolve();
		};
		const all = await Promise.allSettled(
			Array.from({ length: 8 }, () => closeVote(db, actor, { ...order, once: once(), tick }))
		);
		expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(ticks).toBe(1);
		expect(await scene.owner`select from decision where application_id = ${id}`).toHaveLength(1);
	});
});

describe('after an approval', () => {
	const clock = (scene: { worker: Parameters<typeof bind>[0] }, when = at) =>
		clearDueApprovals(bind(scene.worker, service.id), service, when);

	test('the worker approves at once where the policy gives no period, and only once', async ({
		scene
	}) => {
		const id = await seed.decided(scene.portal, depression, at);
		expect(await scene.status(id)).toBe('approved_pending');
		const both = await Promise.all([clock(scene), clock(scene)]);
		expect(both.flat()).toEqual([id]);
		expect(await scene.status(id)).toBe('approved');
		expect(await clock(scene)).toEqual([]);
		expect((await scene.events(id)).filter((one) => one.includes('clear'))).toHaveLength(1);
		const amara = await scene.as('amara');
		const [entry] = await amara.db.read((tx) => tx`select votes from register where id = ${id}`);
		expect(entry?.['votes']).toEqual({ yes: 3, no: 0, conditional: 0, abstain: 0 });
	});

	test('nobody but the service moves it on', async ({ scene }) => {
		await seed.decided(scene.portal, depression, at);
		const { db, actor } = await scene.as('grace');
		await expect(clearDueApprovals(db, actor, at)).rejects.toMatchObject({ status: 403 });
	});

	test('a sensitive study waits ten working days for its controllers', async ({ scene }) => {
		const trained = { ...depression, outputs: { ...depression.outputs, models: 'export' } };
		const id = await seed.decided(scene.portal, trained, at);
		const { db } = await scene.as('miriam');
		const { objectionsUntil } = await db.read((tx) => find(tx, id));
		expect(objectionsUntil?.toString()).toBe('2026-12-07');
		expect(await clock(scene)).toEqual([]);
		expect(await clock(scene, later(14))).toEqual([]); // the last day still counts
		expect(await clock(scene, later(15))).toEqual([id]);
	});

	test('an objection holds it until the chair answers, and leaves the rest of the study alone', async ({
		scene
	}) => {
		const id = await seed.decided(scene.portal, depression, at);
		const ravi = await scene.as('ravi');
		const order = await seed.orderFor(scene.portal, 'miriam', id, at);
		const objecting = { ...order, controller: 'Z10001', reason: 'Our patients were not told.' };
		await expect(
			object(ravi.db, ravi.actor, { ...objecting, controller: 'Z10002', once: once() })
		).rejects.toMatchObject({ status: 403 });
		await object(ravi.db, ravi.actor, objecting);
		await expect(object(ravi.db, ravi.actor, { ...objecting, once: once() })).rejects.toMatchObject(
			{ status: 409 }
		);
		expect(await clock(scene)).toEqual([]);

		const miriam = await scene.as('miriam');
		const [raised] = await miriam.db.read((tx) => objections(tx, id));
		const answer = {
			...order,
			objection: raised?.id ?? '',
			answer: 'A poster went up in May.',
			ends: 'rows'
		} as const;
		const grace = await scene.as('grace');
		await expect(
			answerObjection(grace.db, grace.actor, { ...answer, once: once() })
		).rejects.toMatchObject({ status: 403 });
		await answerObjection(miriam.db, miriam.actor, { ...answer, once: once() });
		await expect(
			answerObjection(miriam.db, miriam.actor, { ...answer, once: once() })
		).rejects.toMatchObject({ status: 409 });
		const today = Temporal.PlainDate.from('2026-11-23');
		const left = await miriam.db.read((tx) => coverage(tx, id, ['linked-core'], 'research', today));
		expect(left.map(({ signed, left: after }) => signed - after)).toEqual([1]);
		expect(await clock(scene)).toEqual([id]);
	});

	test('a controller reads a notice of the study, on its page and in the list, and no answers', async ({
		scene
	}) => {
		const id = await seed.decided(scene.portal, depression, at);
		const { db, actor } = await scene.as('ravi');
		await expect(db.read((tx) => find(tx, id))).rejects.toMatchObject({ status: 404 });
		const page = await db.read((tx) => overview(tx, actor, id, at));
		expect(page).toMatchObject({
			access: 'notice',
			title: depression.project.title,
			summary: depression.project.laySummary,
			sections: [],
			streams: [],
			decision: null,
			can: { object: ['Z10001'] }
		});
		expect(page.datasets).not.toEqual([]);
		const list = await db.read((tx) => listView(tx, actor, new URLSearchParams()));
		expect(list).toMatchObject({ scope: 'queue', total: 1, rows: [{ id }] });
		const things = await db.read((tx) => underWay(tx, actor.id));
		expect(things.map((thing) => thing.id)).toEqual([id]);
		await seed.inReview(scene.portal, depression, at);
		const again = await db.read((tx) => listView(tx, actor, new URLSearchParams()));
		expect(again.total, 'none before the committee approved').toBe(1);
	});

	test('an objection that ends the study brings a new round of review and of votes', async ({
		scene
	}) => {
		const id = await seed.decided(scene.portal, depression, at);
		const ravi = await scene.as('ravi');
		const order = await seed.orderFor(scene.portal, 'miriam', id, at);
		await object(ravi.db, ravi.actor, { ...order, controller: 'Z10001', reason: 'No.' });
		const miriam = await scene.as('miriam');
		const [raised] = await miriam.db.read((tx) => objections(tx, id));
		await answerObjection(miriam.db, miriam.actor, {
			...order,
			once: once(),
			objection: raised?.id ?? '',
			answer: 'Without this practice too few people are left.',
			ends: 'study'
		});
		await expect(miriam.db.read((tx) => find(tx, id))).resolves.toMatchObject({
			status: 'in_review',
			round: 2
		});
		await expect(
			closeVote(miriam.db, miriam.actor, { ...order, once: once(), ...reasons })
		).rejects.toMatchObject({
			message: expect.stringContaining('3 members must vote and 0 did') as string
		});
		await seed.voted(scene.portal, id, at, { lucas: 'no', sade: 'no', miriam: 'no' });
		await closeVote(miriam.db, miriam.actor, { ...order, once: once(), ...reasons });
		expect(await scene.status(id)).toBe('rejected');
		expect(await scene.owner`select from decision where application_id = ${id}`).toHaveLength(2);
	});

	test('conditions are met by the word of two people in two roles', async ({ scene }) => {
		const votes = { lucas: 'conditional', sade: 'conditional', miriam: 'yes' } as const;
		const id = await seed.decided(scene.portal, depression, at, votes);
		expect(await scene.status(id)).toBe('conditional');
		const order = {
			...(await seed.orderFor(scene.portal, 'grace', id, at)),
			evidence: 'The page is up.'
		};
		const grace = await scene.as('grace');
		await meetConditions(grace.db, grace.actor, order);
		expect(await scene.status(id)).toBe('conditional');
		await expect(
			meetConditions(grace.db, grace.actor, { ...order, once: once() })
		).rejects.toMatchObject({ status: 409 });
		const farah = await scene.as('farah');
		await meetConditions(farah.db, farah.actor, { ...order, once: once() });
		expect(await scene.status(id)).toBe('approved_pending');
		expect(await clock(scene)).toEqual([id]);
	});
});
