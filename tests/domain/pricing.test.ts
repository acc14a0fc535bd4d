import { expect } from 'vitest';
import { verify } from '#domain/audit/verify.server.ts';
import { nhsEngland2026 } from '#domain/pricing/cards/nhs-england-2026.ts';
import { makeQuote } from '#domain/pricing/make.server.ts';
import { approveCard, draftCard } from '#domain/pricing/publish.server.ts';
import { rateCardInput } from '#domain/pricing/rate-card-input.ts';
import type { QuoteRequestInput } from '#domain/pricing/request.ts';
import { rateCardDigest } from '#domain/pricing/seal.server.ts';
import { currentCard, quoteById, quotesOf } from '#domain/pricing/store.server.ts';
import { digest } from '#platform/digest.server.ts';
import { bind } from '#platform/db.server.ts';
import { seedRateCards } from '../../db/seed/rate-cards.ts';
import { seedPeople, seedService } from '../../db/seed/roles.ts';
import { player } from '../../db/seed/stage.ts';
import { organisationId } from '../../db/seed/people.ts';
import { test, type TestDatabase } from '../support/database.ts';

const at = Temporal.Instant.from('2026-11-22T10:00:00Z');
const today = Temporal.PlainDate.from('2026-11-22');

const vector: QuoteRequestInput = {
	tier: 'academic',
	customer: { country: 'GB', businessEvidence: true },
	start: '2026-12-01',
	months: 12,
	users: 2,
	products: [{ code: 'product-standard', extraPeriods: 3 }, { code: 'product-complex' }]
};

async function scene(db: TestDatabase) {
	await db.owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedPeople(tx, at);
	});
	await seedRateCards(db.portal, at);
	return player(db.portal, 'amara');
}

const make = (
	who: Awaited<ReturnType<typeof player>>,
	more: Partial<Parameters<typeof makeQuote>[2]> = {}
) =>
	makeQuote(who.db, who.actor, {
		request: vector,
		once: crypto.randomUUID(),
		at,
		...more
	});

test('the shipped card is published by two people, with its hash in the public log', async ({
	db
}) => {
	await scene(db);
	await seedRateCards(db.portal, at);
	const card = await bind(db.portal, null).read((tx) => currentCard(tx, today));
	expect(card).toMatchObject({ status: 'published', sha256: rateCardDigest(nhsEngland2026) });
	expect(card?.card).toEqual(nhsEngland2026);
	const [row] = await db.owner<{ same: boolean }[]>`
		select author_id = approver_id as same from rate_card
	`;
	expect(row?.same).toBe(false);
	const events = await db.owner<{ action: string; audience: string }[]>`
		select action, audience from event where subject_kind = 'rate-card' order by seq
	`;
	expect(events.map(({ action, audience }) => `${action} ${audience}`)).toEqual([
		'rate-card.draft service',
		'rate-card.approve public'
	]);
});

test('no card is in force before its first day', async ({ db }) => {
	await scene(db);
	const before = Temporal.PlainDate.from('2026-03-31');
	expect(await bind(db.portal, null).read((tx) => currentCard(tx, before))).toBeNull();
});

test('a card is approved by someone other than its author', async ({ db }) => {
	await scene(db);
	await db.owner`
		insert into service_role (person_id, role, granted_at)
		select person_id, 'commercial-director', ${at} from service_role where role = 'commercial-manager'
	`;
	const nadia = await player(db.portal, 'nadia');
	const content = { ...rateCardInput(nhsEngland2026), version: 2 };
	await draftCard(nadia.db, nadia.actor, { content, at });
	const approval = { code: content.code, version: 2, at };
	await expect(approveCard(nadia.db, nadia.actor, approval)).rejects.toThrow(
		'Someone else must approve'
	);
	const peter = await player(db.portal, 'peter');
	await expect(approveCard(peter.db, peter.actor, approval)).rejects.toThrow('retire it first');
	await expect(approveCard(peter.db, peter.actor, { ...approval, version: 1 })).rejects.toThrow(
		'This rate card is published'
	);
	await expect(
		approveCard(peter.db, peter.actor, { ...approval, version: 9 })
	).rejects.toMatchObject({ status: 404 });
	const amara = await player(db.portal, 'amara');
	await expect(draftCard(amara.db, amara.actor, { content, at })).rejects.toMatchObject({
		status: 403
	});
});

test('the portal cannot change what a card says', async ({ db }) => {
	await scene(db);
	await expect(db.portal`update rate_card set content = '{}'`).rejects.toThrow('permission denied');
	await expect(db.portal`delete from rate_card`).rejects.toThrow('permission denied');
});

test('the published vector costs £14,771.00 and £17,725.20 with VAT when it is saved', async ({
	db
}) => {
	const amara = await scene(db);
	const id = await make(amara);
	const kept = await amara.db.read((tx) => quoteById(tx, id));
	expect(kept).toMatchObject({
		net: 14_771_00n,
		vat: 2_954_20n,
		rateCardCode: 'nhs-england-2026',
		rateCardVersion: 1,
		organisationId: organisationId('thames'),
		organisation: 'Thames University'
	});
	expect(kept?.validUntil.toString()).toBe('2027-02-20');
	expect(kept?.answer).toMatchObject({ net: 1_477_100, gross: 1_772_520, sha256: kept?.sha256 });
	const abroad = await make(amara, {
		request: { ...vector, customer: { country: 'US', businessEvidence: true } }
	});
	const other = await amara.db.read((tx) => quoteById(tx, abroad));
	expect(other).toMatchObject({ net: 14_771_00n, vat: 0n });
	expect(JSON.stringify(other?.answer)).toContain('Reverse charge');
});

test('a kept quote hashes to the hash that it is pinned to', async ({ db }) => {
	const amara = await scene(db);
	const id = await make(amara);
	const kept = await amara.db.read((tx) => quoteById(tx, id));
	const { sha256, ...answer } = kept?.answer as { sha256: string } & Record<string, never>;
	const money = new Set(['net', 'vat', 'gross', 'unitNet']);
	const strings = JSON.parse(
		JSON.stringify(answer, (key, value: unknown) =>
			money.has(key) && typeof value === 'number' ? String(value) : value
		)
	) as Record<string, never>;
	expect(digest(strings)).toBe(sha256);
	expect(kept?.sha256).toBe(sha256);
});

test('a quote is made on the day it is made, whatever day the request claims', async ({ db }) => {
	const amara = await scene(db);
	const id = await make(amara, { request: { ...vector, at: '2026-04-01' } });
	const kept = await amara.db.read((tx) => quoteById(tx, id));
	expect(kept?.validUntil.toString()).toBe('2027-02-20');
});

test('a form sent twice saves one quote and answers the same', async ({ db }) => {
	const amara = await scene(db);
	const once = crypto.randomUUID();
	const ids = await Promise.all([make(amara, { once }), make(amara, { once })]);
	expect(new Set(ids).size).toBe(1);
	expect(await amara.db.read((tx) => quotesOf(tx, amara.actor.id))).toHaveLength(1);
});

test('another organisation sees no quote, and nobody changes one', async ({ db }) => {
	const amara = await scene(db);
	const id = await make(amara);
	for (const key of ['joseph', 'priya', 'tomas', 'owen'] as const) {
		const other = await player(db.portal, key);
		expect(await other.db.read((tx) => quoteById(tx, id)), key).toBeNull();
	}
	expect(await bind(db.portal, null).read((tx) => quoteById(tx, id))).toBeNull();
	await expect(db.portal`update quote set net = 0`).rejects.toThrow('permission denied');
	await expect(db.portal`delete from quote`).rejects.toThrow('permission denied');
});

test('who may not price, for somebody else’s organisation or at all, is refused', async ({
	db
}) => {
	const amara = await scene(db);
	await expect(make(amara, { organisation: organisationId('brightwell') })).rejects.toMatchObject({
		status: 403
	});
	for (const key of ['grace', 'helen', 'carlos'] as const)
		await expect(make(await player(db.portal, key)), key).rejects.toMatchObject({ status: 403 });
	expect(await db.owner`select 1 from quote`).toHaveLength(0);
});

test('a quote belongs to one’s own count only', async ({ db }) => {
	const amara = await scene(db);
	const joseph = await player(db.portal, 'joseph');
	const [count] = await joseph.db.write(
		(tx) => tx<{ id: string }[]>`
			insert into feasibility (person_id, organisation_id, cohort, purpose, shown, count, at)
			values (${joseph.actor.id}, ${organisationId('riverside')}, '{}', 'research', '100', 100, ${at})
			returning id
		`
	);
	const feasibility = count?.id ?? '';
	await expect(make(amara, { feasibility })).rejects.toMatchObject({ status: 404 });
	const id = await make(joseph, { feasibility });
	const kept = await joseph.db.read((tx) => quoteById(tx, id));
	expect(kept?.feasibilityId).toBe(feasibility);
});

test('what the card does not price is refused at its field and nothing is kept', async ({ db }) => {
	const amara = await scene(db);
	const moon = { ...vector, products: [{ code: 'moon' }] };
	await expect(make(amara, { request: moon })).rejects.toMatchObject({ place: 'products[0].code' });
	await expect(make(amara, { at: Temporal.Instant.from('2026-03-01T00:00:00Z') })).rejects.toThrow(
		'No price list is in force'
	);
	expect(await db.owner`select 1 from quote`).toHaveLength(0);
});

test('every quote leaves an event with its amounts and hash, and the chain holds', async ({
	db
}) => {
	const amara = await scene(db);
	const id = await make(amara);
	const [event] = await amara.db.read(
		(tx) => tx<{ body: string }[]>`
			select body from event where subject_kind = 'quote' and subject_id = ${id}
		`
	);
	const kept = await amara.db.read((tx) => quoteById(tx, id));
	expect(event?.body).toContain('"net":"1477100"');
	expect(event?.body).toContain(kept?.sha256 ?? 'no hash');
	expect(await bind(db.owner, null).read(verify)).toMatchObject({ ok: true });
});
