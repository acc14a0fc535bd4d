import { expect } from 'vitest';
import { CohortSchema, type Cohort } from '#domain/catalogue/cohort.ts';
import { count, type Counter } from '#domain/catalogue/feasibility/count.server.ts';
import { dailyCounts } from '#domain/catalogue/feasibility/feasibility.ts';
import { countById, countsOf } from '#domain/catalogue/feasibility/store.server.ts';
import { ServiceError } from '#platform/socket.server.ts';
import * as v from 'valibot';
import { seedCatalogue } from '../../db/seed/catalogue.ts';
import { organisationId } from '../../db/seed/people.ts';
import { seedPeople, seedService } from '../../db/seed/roles.ts';
import { player } from '../../db/seed/stage.ts';
import { test, type TestDatabase } from '../support/database.ts';
import { smallOffer } from './catalogue-offer.ts';

const at = Temporal.Instant.from('2026-11-22T10:00:00Z');
const asthma: Cohort = v.parse(CohortSchema, { conditions: [317009], ageFrom: 18 });

async function scene(db: TestDatabase) {
	await db.owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedPeople(tx, at);
	});
	await seedCatalogue(db.owner, smallOffer);
	return player(db.portal, 'amara');
}

/** Stands where the vault's socket ends; what the vault counts is proven in the vault's own tests. */
const counting = (shown: string, people: number | null) => {
	const asked: Parameters<Counter>[0][] = [];
	const counter: Counter = (question) => {
		asked.push(question);
		return Promise.resolve({ shown, count: people, usable: null, steps: [] });
	};
	return { asked, counter };
};

const ask = (
	who: Awaited<ReturnType<typeof player>>,
	counter: Counter,
	more: Partial<Parameters<typeof count>[3]> = {}
) =>
	count(who.db, who.actor, counter, {
		cohort: asthma,
		purpose: 'research',
		once: crypto.randomUUID(),
		at,
		...more
	});

test('a count is kept exactly as it was shown, with an event', async ({ db }) => {
	const amara = await scene(db);
	const { asked, counter } = counting('1,205', 1205);
	const id = await ask(amara, counter);
	expect(asked).toEqual([
		{
			person: amara.actor.id,
			organisation: organisationId('thames'),
			cohort: asthma,
			purpose: 'research',
			at: '2026-11-22'
		}
	]);
	const kept = await amara.db.read((tx) => countById(tx, id));
	expect(kept).toMatchObject({ shown: '1,205', count: 1205n, cohort: asthma, purpose: 'research' });
	const events = await db.owner<
		{ body: string }[]
	>`select body from event where subject_id = ${id}`;
	expect(events.map(({ body }) => body)).toEqual([expect.stringContaining('"shown":"1,205"')]);
});

test('below ten no number is kept, only the words', async ({ db }) => {
	const amara = await scene(db);
	const id = await ask(amara, counting('fewer than 10', null).counter);
	const kept = await amara.db.read((tx) => countById(tx, id));
	expect(kept).toMatchObject({ shown: 'fewer than 10', count: null });
});

test('a number that is not rounded is refused by the database', async ({ db }) => {
	const amara = await scene(db);
	await expect(ask(amara, counting('1,203', 1203).counter)).rejects.toThrow('check constraint');
	await expect(ask(amara, counting('5', 5).counter)).rejects.toThrow('check constraint');
});

test('when the vault cannot be reached nothing is kept', async ({ db }) => {
	const amara = await scene(db);
	const absent: Counter = () =>
		Promise.reject(new ServiceError('NOT_RUNNING', 'The vault is not running.'));
	await expect(ask(amara, absent)).rejects.toThrow('not running');
	expect(await db.owner`select 1 from feasibility`).toHaveLength(0);
	expect(await db.owner`select 1 from event where action = 'feasibility.count'`).toHaveLength(0);
});

test('a form sent twice keeps one count', async ({ db }) => {
	const amara = await scene(db);
	const once = crypto.randomUUID();
	const { counter } = counting('100', 100);
	const ids = await Promise.all([ask(amara, counter, { once }), ask(amara, counter, { once })]);
	expect(new Set(ids).size).toBe(1);
	expect(await amara.db.read((tx) => countsOf(tx, amara.actor.id))).toHaveLength(1);
});

test('another organisation, and a colleague, see no count that is not theirs', async ({ db }) => {
	const amara = await scene(db);
	const id = await ask(amara, counting('100', 100).counter);
	for (const key of ['joseph', 'priya', 'tomas', 'carlos'] as const) {
		const other = await player(db.portal, key);
		expect(await other.db.read((tx) => countById(tx, id)), key).toBeNull();
	}
});

test('only people who research for an organisation count, and only for their own', async ({
	db
}) => {
	const amara = await scene(db);
	const { asked, counter } = counting('100', 100);
	for (const key of ['helen', 'grace', 'ravi', 'carlos', 'ruth'] as const)
		await expect(ask(await player(db.portal, key), counter), key).rejects.toMatchObject({
			status: 403
		});
	await expect(
		ask(amara, counter, { organisation: organisationId('brightwell') })
	).rejects.toMatchObject({ status: 403 });
	expect(asked).toEqual([]);
});

test('a condition that is not in the catalogue is refused before anybody is counted', async ({
	db
}) => {
	const amara = await scene(db);
	const { asked, counter } = counting('100', 100);
	const cohort = { ...asthma, conditions: [317009, 999] };
	await expect(ask(amara, counter, { cohort })).rejects.toMatchObject({ status: 409 });
	expect(asked).toEqual([]);
});

test('an organisation’s limit of a day is shared by its people and opens again the next day', async ({
	db
}) => {
	const amara = await scene(db);
	const { asked, counter } = counting('100', 100);
	for (let made = 0; made < dailyCounts; made++) await ask(amara, counter);
	const tomas = await player(db.portal, 'tomas');
	await expect(ask(tomas, counter)).rejects.toThrow(
		`Your organisation has made ${String(dailyCounts)} counts today`
	);
	expect(asked).toHaveLength(dailyCounts);
	const joseph = await player(db.portal, 'joseph');
	await ask(joseph, counter);
	await ask(tomas, counter, { at: Temporal.Instant.from('2026-11-23T00:00:00Z') });
});
