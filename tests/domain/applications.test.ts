import { describe, expect } from 'vitest';
import * as seed from '#db/seed/applications.ts';
import { organisationId } from '#db/seed/people.ts';
import { depression } from '#db/seed/studies/depression.ts';
import { hypertension } from '#db/seed/studies/hypertension.ts';
import { answersOf } from '#db/seed/studies/study.ts';
import { accept } from '#domain/applications/accept.server.ts';
import { recordReview } from '#domain/applications/record-review.server.ts';
import * as review from '#domain/applications/review/store.server.ts';
import { giveBack } from '#domain/applications/return.server.ts';
import { save } from '#domain/applications/save.server.ts';
import { start } from '#domain/applications/start.server.ts';
import { find } from '#domain/applications/store.server.ts';
import { submit } from '#domain/applications/submit.server.ts';
import { withdraw } from '#domain/applications/withdraw.server.ts';
import { at, test } from './applications-scene.ts';

const once = () => crypto.randomUUID();
const settings = answersOf(depression)['safe-settings'] ?? {};

describe('a draft', () => {
	test('starts from a count and keeps its cohort, for an organisation of one’s own', async ({
		scene
	}) => {
		const { db, actor } = await scene.as('amara');
		const [count] = await scene.owner<{ id: string }[]>`
			insert into feasibility (person_id, cohort, purpose, shown, count, at)
			values (${actor.id}, ${scene.owner.json(depression.cohort)}, 'research', '300', 300, ${at})
			returning id
		`;
		const order = {
			organisation: organisationId('thames'),
			title: 'A study',
			quote: null,
			feasibility: count?.id ?? '',
			once: once(),
			at
		};
		const id = await start(db, actor, order);
		const application = await db.read((tx) => find(tx, id));
		expect(application.answers['safe-data']).toMatchObject({
			cohort: depression.cohort,
			from: '2019-01-01'
		});
		expect(application.answers['safe-people']).toMatchObject({
			members: [{ email: 'amara@example.org' }]
		});
		expect(await start(db, actor, order)).toBe(id);

		await expect(
			start(db, actor, { ...order, organisation: organisationId('riverside'), once: once() })
		).rejects.toMatchObject({ status: 403 });
		const joseph = await scene.as('joseph');
		await expect(
			start(joseph.db, joseph.actor, {
				...order,
				organisation: organisationId('riverside'),
				once: once()
			})
		).rejects.toMatchObject({ status: 404 });
	});

	test('is nobody else’s: another organisation reads no row and is told it does not exist', async ({
		scene
	}) => {
		const id = await seed.draftApplication(scene.portal, depression, at);
		const { db, actor } = await scene.as('joseph');
		for (const table of ['application', 'application_version', 'application_person'])
			expect(await db.read((tx) => tx`select from ${tx(table)}`)).toHaveLength(0);
		await expect(db.read((tx) => find(tx, id))).rejects.toMatchObject({ status: 404 });
		await expect(
			save(db, actor, {
				id,
				section: 'safe-settings',
				answers: settings,
				version: 7,
				once: once(),
				at
			})
		).rejects.toMatchObject({ status: 404 });
		const committee = await scene.as('lucas');
		expect(await committee.db.read((tx) => tx`select from application`)).toHaveLength(0);
	});

	test('keeps every save as a version, refuses a stale one and acts once on a double press', async ({
		scene
	}) => {
		const id = await seed.draftApplication(scene.portal, depression, at);
		const { db, actor } = await scene.as('amara');
		const { version } = await db.read((tx) => find(tx, id));
		const change = { id, section: 'safe-settings', answers: settings, version, once: once(), at };
		expect(await save(db, actor, change)).toBe(String(version + 1));
		expect(await save(db, actor, change)).toBe(String(version + 1));
		await expect(save(db, actor, { ...change, once: once() })).rejects.toMatchObject({
			status: 409,
			message: expect.stringContaining('What you typed is still here') as string
		});
		await expect(
			save(db, actor, { ...change, version: version + 1, section: 'safe-words', once: once() })
		).rejects.toMatchObject({ status: 404 });
		const kept = await db.read(
			(tx) => tx`select from application_version where application_id = ${id}`
		);
		expect(kept).toHaveLength(version + 1);
	});

	test('follows its commercial answers to tier and purpose', async ({ scene }) => {
		const id = await seed.draftApplication(scene.portal, depression, at);
		const { db, actor } = await scene.as('amara');
		const { version } = await db.read((tx) => find(tx, id));
		const answers = { use: 'research', funder: 'company', rights: 'none' };
		await save(db, actor, { id, section: 'commercial', answers, version, once: once(), at });
		expect(await db.read((tx) => find(tx, id))).toMatchObject({
			tier: 'commercial',
			purpose: 'industry'
		});
	});

	test('is sent only when complete, naming what is missing, and only by its lead', async ({
		scene
	}) => {
		const { db, actor } = await scene.as('amara');
		const id = await start(db, actor, {
			organisation: organisationId('thames'),
			title: 'A study',
			quote: null,
			feasibility: null,
			once: once(),
			at
		});
		const order = { id, version: 1, once: once(), at };
		await expect(submit(db, actor, order)).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(
				/^Answer what is missing first: Safe people \(1 answer\), Safe project/
			) as string
		});
		expect(await scene.status(id)).toBe('draft');
		const helen = await scene.as('helen');
		await expect(submit(helen.db, helen.actor, order)).rejects.toMatchObject({ status: 403 });
	});

	test('names people with accounts only', async ({ scene }) => {
		const stranger = {
			name: 'Nobody Known',
			email: 'nobody@example.net',
			organisation: 'Elsewhere',
			country: 'GB'
		};
		await expect(
			seed.submitted(
				scene.portal,
				{ ...depression, members: [...depression.members, stranger] },
				at
			)
		).rejects.toMatchObject({
			status: 409,
			message: expect.stringContaining('Nobody Known') as string
		});
	});
});

describe('an application that was sent', () => {
	test('lists its people, who then see it; it cannot be changed or sent again', async ({
		scene
	}) => {
		const id = await seed.submitted(scene.portal, depression, at);
		const tomas = await scene.as('tomas');
		const { version } = await tomas.db.read((tx) => find(tx, id));
		await expect(
			save(tomas.db, tomas.actor, {
				id,
				section: 'safe-settings',
				answers: settings,
				version,
				once: once(),
				at
			})
		).rejects.toMatchObject({ status: 409 });
		const { db, actor } = await scene.as('amara');
		await expect(submit(db, actor, { id, version, once: once(), at })).rejects.toMatchObject({
			status: 409,
			message: 'This application has been sent. Load the page again to see where it stands.'
		});
		expect((await scene.events(id)).at(-1)).toBe('application.submit');
	});

	test('ends the same however often and from however many tabs it is sent', async ({ scene }) => {
		const id = await seed.draftApplication(scene.portal, depression, at);
		const { db, actor } = await scene.as('amara');
		const order = await seed.orderFor(scene.portal, 'amara', id, at);
		const sent = await Promise.allSettled(
			Array.from({ length: 10 }, (_, tab) =>
				submit(db, actor, tab % 2 === 0 ? order : { ...order, once: once() })
			)
		);
		expect(
			sent
				.filter(({ status }) => status === 'rejected')
				.map((one) => (one as PromiseRejectedResult).reason as unknown)
		).toSatisfy((reasons: { status: number }[]) => reasons.every(({ status }) => status === 409));
		expect(
			(await scene.events(id)).filter((action) => action === 'application.submit')
		).toHaveLength(1);
		expect(await scene.status(id)).toBe('submitted');
	});

	test('is returned with sections and reasons, and comes back only when they changed', async ({
		scene
	}) => {
		const id = await seed.returned(scene.portal, depression, at);
		const { db, actor } = await scene.as('amara');
		const order = () => seed.orderFor(scene.portal, 'amara', id, at);
		await expect(submit(db, actor, await order())).rejects.toMatchObject({
			status: 409,
			message: 'Change what was returned before you send it again: Safe data.'
		});
		const data = answersOf(depression)['safe-data'] ?? {};
		await save(db, actor, {
			...(await order()),
			section: 'safe-data',
			answers: {
				...data,
				minimisation: 'Three years would not show the yearly check before and after.'
			}
		});
		await submit(db, actor, await order());
		expect(await scene.status(id)).toBe('submitted');
		await expect(db.read((tx) => find(tx, id))).resolves.toMatchObject({
			returnedSections: ['safe-data']
		});
	});

	test('is accepted by an access manager alone, while the organisation’s assurance lasts', async ({
		scene
	}) => {
		const id = await seed.submitted(scene.portal, depression, at);
		const order = await seed.orderFor(scene.portal, 'grace', id, at);
		for (const key of ['owen', 'amara', 'nadia', 'yusuf'] as const) {
			const { db, actor } = await scene.as(key);
			await expect(accept(db, actor, order)).rejects.toMatchObject({ status: 403 });
		}
		const { db, actor } = await scene.as('grace');
		const late = Temporal.Instant.from('2028-01-04T10:00:00Z');
		await expect(accept(db, actor, { ...order, at: late })).rejects.toMatchObject({
			status: 409,
			message: expect.stringContaining('The assurance of Thames University ended') as string
		});
		await accept(db, actor, order);
		const streams = await db.read((tx) => review.streams(tx, id));
		expect(streams.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
			'technical open',
			'privacy open',
			'commercial not_needed',
			'citizens not_needed',
			'committee open',
			'controllers open'
		]);
		// what reviewers think stays inside the service until the decision
		const amara = await scene.as('amara');
		expect(await amara.db.read((tx) => review.streams(tx, id))).toEqual([]);
	});

	test('may be withdrawn by its lead until it is approved', async ({ scene }) => {
		const id = await seed.inReview(scene.portal, hypertension, at);
		const { db, actor } = await scene.as('joseph');
		const order = {
			...(await seed.orderFor(scene.portal, 'joseph', id, at)),
			reason: 'No funding'
		};
		const grace = await scene.as('grace');
		await expect(withdraw(grace.db, grace.actor, order)).rejects.toMatchObject({ status: 403 });
		await withdraw(db, actor, order);
		expect(await scene.status(id)).toBe('withdrawn');
		const done = await seed.approved(scene.portal, depression, at);
		const amara = await scene.as('amara');
		await expect(
			withdraw(amara.db, amara.actor, {
				...(await seed.orderFor(scene.portal, 'amara', done, at)),
				reason: 'Late'
			})
		).rejects.toMatchObject({ status: 409 });
	});
});

describe('a review', () => {
	test('is recorded once, by its own reviewer', async ({ scene }) => {
		const id = await seed.inReview(scene.portal, depression, at);
		const order = {
			...(await seed.orderFor(scene.portal, 'owen', id, at)),
			kind: 'technical',
			verdict: 'support',
			note: 'Sound.'
		} as const;
		const farah = await scene.as('farah');
		await expect(recordReview(farah.db, farah.actor, order)).rejects.toMatchObject({ status: 403 });
		const owen = await scene.as('owen');
		await recordReview(owen.db, owen.actor, order);
		await recordReview(owen.db, owen.actor, order); // the same press again
		await expect(
			recordReview(owen.db, owen.actor, { ...order, once: once() })
		).rejects.toMatchObject({
			status: 409
		});
		expect((await scene.events(id)).filter((action) => action === 'review.record')).toHaveLength(1);
		const commercial = await scene.as('nadia');
		await expect(
			recordReview(commercial.db, commercial.actor, { ...order, kind: 'commercial', once: once() })
		).rejects.toMatchObject({ status: 403, message: 'This study does not need this review.' });
	});

	test('pauses when the application is returned, and opens again for the new words', async ({
		scene
	}) => {
		const id = await seed.reviewed(scene.portal, depression, at);
		const grace = await scene.as('grace');
		const order = await seed.orderFor(scene.portal, 'grace', id, at);
		await giveBack(grace.db, grace.actor, {
			...order,
			sections: ['safe-settings'],
			reason: 'Which software?'
		});
		const owen = await scene.as('owen');
		const opinion = { kind: 'technical', verdict: 'support', note: 'Sound.' } as const;
		await expect(
			recordReview(owen.db, owen.actor, { ...order, ...opinion, once: once() })
		).rejects.toMatchObject({ status: 403 });
		const amara = await scene.as('amara');
		await save(amara.db, amara.actor, {
			...order,
			once: once(),
			section: 'safe-settings',
			answers: { ...settings, software: 'SQL and R' }
		});
		await submit(amara.db, amara.actor, await seed.orderFor(scene.portal, 'amara', id, at));
		await accept(grace.db, grace.actor, await seed.orderFor(scene.portal, 'grace', id, at));
		const streams = await owen.db.read((tx) => review.streams(tx, id));
		expect(streams.find(({ kind }) => kind === 'technical')).toMatchObject({
			status: 'open',
			verdict: null
		});
	});
});
