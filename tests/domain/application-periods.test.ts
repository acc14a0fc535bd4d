import { describe, expect } from 'vitest';
import * as agreements from '#db/seed/agreements.ts';
import * as seed from '#db/seed/applications.ts';
import { seedClauses } from '#db/seed/clauses.ts';
import { seedRateCards } from '#db/seed/rate-cards.ts';
import { depression } from '#db/seed/studies/depression.ts';
import { lapseUnsigned } from '#domain/agreements/lapse.server.ts';
import { appeal } from '#domain/applications/appeal.server.ts';
import { expireIdle } from '#domain/applications/expire.server.ts';
import { recordReview } from '#domain/applications/record-review.server.ts';
import { streams } from '#domain/applications/review/store.server.ts';
import { overview } from '#domain/committees/overview.server.ts';
import { service } from '#domain/people/actor.ts';
import { personId, type PersonKey } from '#db/seed/people.ts';
import { bind, type Sql } from '#platform/db.server.ts';
import { at, test } from './applications-scene.ts';

const after = (days: number) => at.add({ hours: 24 * days });
/** The clock's work is done as the worker does it: its database role, the service's name. */
const clock = (sql: Sql) => bind(sql, service.id);
const against = { lucas: 'no', sade: 'no', miriam: 'no' } as const;
const reason = 'The committee had not seen the second annex.';

/** A study that the committee refused. */
const refused = (sql: Sql) => seed.decided(sql, depression, at, against);
const lead: PersonKey = depression.lead;

describe('an appeal', () => {
	test('opens every review again in a new round, once, for other people', async ({ scene }) => {
		const id = await refused(scene.portal);
		const { db, actor } = await scene.as(lead);
		const page = await db.read((tx) => overview(tx, actor, id, after(3)));
		expect(page).toMatchObject({ status: 'rejected', can: { appeal: true } });
		expect(page.appealUntil).not.toBeNull();
		const order = { ...(await seed.orderFor(scene.portal, lead, id, after(3))), reason };
		await appeal(db, actor, order);
		await appeal(db, actor, order); // the same form, sent twice
		expect(await scene.status(id)).toBe('in_review');
		const [row] = await scene.owner<{ round: number }[]>`select round from application`;
		expect(row?.round).toBe(2);
		expect((await scene.events(id)).filter((one) => one === 'application.appeal')).toHaveLength(1);

		const owen = await scene.as('owen');
		const again = await owen.db.read((tx) => streams(tx, id));
		for (const { mandatory, status, verdict } of again)
			if (mandatory) expect({ status, verdict }).toEqual({ status: 'open', verdict: null });
		const opinion = { kind: 'technical', verdict: 'support', note: 'Sound.' } as const;
		const review = async (key: PersonKey) => {
			const one = await scene.as(key);
			const given = { ...(await seed.orderFor(scene.portal, key, id, after(4))), ...opinion };
			return recordReview(one.db, one.actor, given);
		};
		await expect(review('owen')).rejects.toThrow(/before the appeal/);
		await scene.owner`
			insert into service_role (person_id, role, granted_at)
			values (${personId('ingrid')}, 'technical-reviewer', ${at})
		`;
		await review('ingrid');
		const done = (await owen.db.read((tx) => streams(tx, id))).find(
			({ kind }) => kind === 'technical'
		);
		expect(done?.status).toBe('done');

		await scene.owner`update application set status = 'rejected'`;
		await expect(appeal(db, actor, { ...order, once: crypto.randomUUID() })).rejects.toThrow(
			/can be done once/
		);
	});

	test('is the lead’s alone, and only in time', async ({ scene }) => {
		const id = await refused(scene.portal);
		const { db, actor } = await scene.as(lead);
		const order = { ...(await seed.orderFor(scene.portal, lead, id, at)), reason };
		const owen = await scene.as('owen');
		await expect(appeal(owen.db, owen.actor, order)).rejects.toMatchObject({ status: 403 });
		await expect(
			owen.db.write((tx) => tx`select app.review_again(${id}, '2027-01-01')`)
		).rejects.toThrow(/lead applicant alone/);
		await expect(appeal(db, actor, { ...order, at: after(40) })).rejects.toThrow(
			/time to appeal is over/
		);
		const late = await db.read((tx) => overview(tx, actor, id, after(40)));
		expect(late).toMatchObject({ appealUntil: null, can: { appeal: false } });
		expect(await scene.status(id)).toBe('rejected');
		expect(await scene.events(id)).not.toContain('application.appeal');
	});
});

describe('a draft that nobody touches', () => {
	test('expires after the days of the policy, once', async ({ scene }) => {
		const id = await seed.draftApplication(scene.portal, depression, at);
		expect(await expireIdle(clock(scene.worker), service, after(90))).toEqual([]);
		await scene.owner`update application_version set saved_at = ${after(20)} where version = 2`;
		expect(await expireIdle(clock(scene.worker), service, after(100)), 'saved since').toEqual([]);
		const both = await Promise.all(
			[1, 2].map(() => expireIdle(clock(scene.worker), service, after(111)))
		);
		expect(both.flat()).toEqual([id]);
		expect(await scene.status(id)).toBe('expired');
		expect((await scene.events(id)).at(-1)).toBe('application.expire');
	});

	test('expires when it was returned, and never while it is in review', async ({ scene }) => {
		const back = await seed.returned(scene.portal, depression, at);
		await seed.inReview(scene.portal, depression, at);
		expect(await expireIdle(clock(scene.worker), service, after(91))).toEqual([back]);
	});
});

describe('an approval without an agreement', () => {
	test('lapses after the days of the policy, with the agreement that was on its way', async ({
		scene
	}) => {
		await scene.owner.begin((tx) => seedClauses(tx));
		await seedRateCards(scene.portal, at);
		const stage = { sql: scene.portal, study: depression, at };
		const id = await agreements.approvedWithQuote(stage);
		const agreement = await agreements.agreed(stage, id);
		const signed = await agreements.approvedWithQuote(stage);
		await agreements.executed(stage, signed);
		expect(await lapseUnsigned(clock(scene.worker), service, after(60))).toEqual([]);
		expect(await lapseUnsigned(clock(scene.worker), service, after(61))).toEqual([id]);
		expect(await lapseUnsigned(clock(scene.worker), service, after(62))).toEqual([]);
		expect([await scene.status(id), await scene.status(signed)]).toEqual(['lapsed', 'approved']);
		const [row] = await scene.owner`select status from agreement where id = ${agreement}`;
		expect(row?.['status']).toBe('expired');
		expect(await scene.owner`select from event where action = 'agreement.expire'`).toHaveLength(1);
	});
});
