import { describe, expect } from 'vitest';
import {
	approvedWithQuote,
	executed,
	invoicePaid,
	orderAccepted,
	orderSupplied
} from '#db/seed/agreements.ts';
import { verify } from '#domain/audit/verify.server.ts';
import { balances, total as booked, transactions } from '#domain/billing/books/store.server.ts';
import { invoices } from '#domain/billing/list/store.server.ts';
import { acceptOrder, supplyOrder } from '#domain/billing/purchase-order.server.ts';
import { recordPayment } from '#domain/billing/record-payment.server.ts';
import { customerOf, find } from '#domain/billing/store.server.ts';
import { find as findProject } from '#domain/projects/store.server.ts';
import { provisioningSteps } from '#domain/projects/provisioning.ts';
import { bind } from '#platform/db.server.ts';
import { sum } from '#platform/money.ts';
import { londonDay } from '#platform/time.ts';
import type { PersonKey } from '#db/seed/people.ts';
import { at, once, test, type Scene } from './agreements-scene.ts';

const academic = async (scene: Scene) =>
	executed(scene.thames, await approvedWithQuote(scene.thames));
const industry = async (scene: Scene) =>
	executed(scene.brightwell, await approvedWithQuote(scene.brightwell));

async function invoicesOf(scene: Scene, key: PersonKey, project?: string) {
	const { db } = await scene.as(key);
	return db.read((tx) => invoices(tx, { ...(project ? { project } : {}), page: 1 }));
}

async function status(scene: Scene, project: string) {
	const { db } = await scene.as('ingrid');
	return (await db.read((tx) => findProject(tx, project))).status;
}

const payment = (invoice: string, amount: bigint, more: Record<string, unknown> = {}) => ({
	invoice,
	amount,
	bankReference: 'BACS 0001',
	receivedOn: londonDay(at),
	once: once(),
	at,
	...more
});

describe('a public body', () => {
	test('starts on an accepted purchase order, and its invoice carries the number', async ({
		scene
	}) => {
		const project = await academic(scene);
		expect(await status(scene, project)).toBe('awaiting_payment');
		expect(await invoicesOf(scene, 'yusuf')).toEqual([]);
		await orderAccepted(scene.thames, project, scene.jobs);
		expect(await status(scene, project)).toBe('provisioning');
		const [invoice] = await invoicesOf(scene, 'helen', project);
		expect(invoice).toMatchObject({
			number: 'INV-2026-00001',
			status: 'issued',
			poNumber: 'PO-THAMES-2026-118'
		});
		expect(invoice?.dueOn.toString()).toBe('2026-12-23');
		const [space] = await scene.owner<{ id: string; status: string }[]>`
			select id, status from workspace where project_id = ${project}
		`;
		const steps = await scene.owner<{ name: string; status: string }[]>`
			select name, status from provisioning_step order by position
		`;
		expect(space?.status).toBe('provisioning');
		expect(steps.map(({ name }) => name)).toEqual(provisioningSteps.map(({ name }) => name));
		expect(steps.every((step) => step.status === 'waiting')).toBe(true);
		expect(await scene.queued()).toEqual([{ workspace: space?.id }]);
		expect(await scene.ledgerSum()).toBe(0n);
		expect(await bind(scene.owner, null).read(verify)).toMatchObject({ ok: true });
	});

	test('supplies an order that covers the charges, by its own people, until one is accepted', async ({
		scene
	}) => {
		const project = await academic(scene);
		const helen = await scene.as('helen');
		const { net } = await helen.db.read((tx) => customerOf(tx, project));
		const order = (more = {}) => ({
			project,
			number: 'PO 1',
			amount: net,
			once: once(),
			at,
			...more
		});
		await expect(supplyOrder(helen.db, helen.actor, order({ amount: net - 1n }))).rejects.toThrow(
			'does not cover'
		);
		for (const [key, code] of [
			['amara', 403],
			['yusuf', 403],
			['chloe', 404],
			['joseph', 404]
		] as const) {
			const { db, actor } = await scene.as(key);
			await expect(supplyOrder(db, actor, order()), key).rejects.toMatchObject({ status: code });
		}
		await supplyOrder(helen.db, helen.actor, order());
		await supplyOrder(helen.db, helen.actor, order({ number: 'PO 2' }));
		const yusuf = await scene.as('yusuf');
		const taking = { project, number: 'PO 1', once: once(), at };
		await expect(acceptOrder(yusuf.db, yusuf.actor, scene.jobs, taking)).rejects.toThrow(
			'was changed'
		);
		for (const key of ['helen', 'nadia', 'peter', 'ruth'] as const) {
			const { db, actor } = await scene.as(key);
			await expect(
				acceptOrder(db, actor, scene.jobs, { ...taking, number: 'PO 2' }),
				key
			).rejects.toMatchObject({ status: 403 });
		}
		const token = once();
		await Promise.all(
			[1, 2].map(() =>
				acceptOrder(yusuf.db, yusuf.actor, scene.jobs, { ...taking, number: 'PO 2', once: token })
			)
		);
		expect(await invoicesOf(scene, 'yusuf')).toHaveLength(1);
		await expect(supplyOrder(helen.db, helen.actor, order())).rejects.toMatchObject({
			status: 409
		});
	});

	test('pays its invoice later, and the project simply goes on', async ({ scene }) => {
		const project = await academic(scene);
		await orderAccepted(scene.thames, project, scene.jobs);
		await invoicePaid(scene.thames, project, scene.jobs);
		expect((await invoicesOf(scene, 'helen'))[0]?.status).toBe('paid');
		expect(await scene.queued()).toHaveLength(1);
		expect(await scene.ledgerSum()).toBe(0n);
	});
});

describe('a company', () => {
	test('is invoiced on signature and starts once all of it is paid', async ({ scene }) => {
		const project = await industry(scene);
		const [invoice] = await invoicesOf(scene, 'chloe');
		const number = invoice?.number ?? '';
		const { db, actor } = await scene.as('yusuf');
		const whole = await db.read((tx) => find(tx, number));
		expect(invoice && invoice.net + invoice.vat).toBe(16_417_20n);
		expect(whole.content.vatClasses).toMatchObject([{ ratePercent: 20, vat: 2_736_20n }]);
		await expect(orderSupplied(scene.brightwell, project)).rejects.toThrow('pay the invoice first');

		await recordPayment(db, actor, scene.jobs, payment(number, 10_000_00n));
		expect(await status(scene, project)).toBe('awaiting_payment');
		expect(await scene.queued()).toEqual([]);
		const rest = 6_417_20n;
		const twice = (reference: string) => payment(number, rest, { bankReference: reference });
		await expect(recordPayment(db, actor, scene.jobs, twice('BACS 0001 '))).rejects.toThrow(
			'recorded before'
		);
		await expect(
			recordPayment(db, actor, scene.jobs, { ...twice('BACS 0002'), amount: rest + 1n })
		).rejects.toThrow('Only £6,417.20 is owed');
		await expect(
			recordPayment(db, actor, scene.jobs, {
				...twice('BACS 0002'),
				receivedOn: londonDay(at).add({ days: 1 })
			})
		).rejects.toMatchObject({ status: 403 });
		const last = twice('BACS 0002');
		await Promise.all([1, 2].map(() => recordPayment(db, actor, scene.jobs, last)));
		expect((await db.read((tx) => find(tx, number))).status).toBe('paid');
		expect(await status(scene, project)).toBe('provisioning');
		expect(await scene.queued()).toHaveLength(1);
		await expect(
			recordPayment(db, actor, scene.jobs, payment(number, 1n, { bankReference: 'BACS 3' }))
		).rejects.toThrow('This invoice is paid');
		const held = await db.read(balances);
		expect(sum(held.map(({ amount }) => amount))).toBe(0n);
		expect(held.find(({ account }) => account === 'bank')?.amount).toBe(16_417_20n);
		expect(held.find(({ account }) => account === 'receivable')?.amount).toBe(0n);
		expect(await bind(scene.owner, null).read(verify)).toMatchObject({ ok: true });
	});

	test('has its payment recorded by the finance officer alone', async ({ scene }) => {
		await industry(scene);
		const number = (await invoicesOf(scene, 'chloe'))[0]?.number ?? '';
		for (const [key, code] of [
			['chloe', 403],
			['daniel', 403],
			['nadia', 403],
			['peter', 403],
			['helen', 404],
			['amara', 404],
			['ravi', 404]
		] as const) {
			const { db, actor } = await scene.as(key);
			await expect(
				recordPayment(db, actor, scene.jobs, payment(number, 100n)),
				key
			).rejects.toMatchObject({ status: code });
		}
		expect(await scene.owner`select from payment`).toHaveLength(0);
	});
});

describe('the ledger', () => {
	test('takes no transaction that does not sum to zero, whoever books it', async ({ scene }) => {
		const project = await industry(scene);
		const [{ organisationId } = { organisationId: '' }] = await scene.owner<
			{ organisationId: string }[]
		>`select organisation_id from project where id = ${project}`;
		for (const key of ['yusuf', 'peter'] as const)
			for (const amounts of [[5n, -4n], [5n], []]) {
				const { db } = await scene.as(key);
				await expect(
					db.write(async (tx) => {
						const id = crypto.randomUUID();
						await tx`
							insert into ledger_transaction (id, organisation_id, kind, source_id, memo, booked_on, at)
							values (${id}, ${organisationId}, 'credit', ${id}, 'A trial', '2026-11-23', ${at})
						`;
						for (const [line, amount] of amounts.entries())
							await tx`insert into ledger_entry values (${id}, ${line}, 'bank', ${amount})`;
					}),
					`${key} ${amounts.join(' ')}`
				).rejects.toThrow('does not sum to zero');
			}
		expect(await scene.ledgerSum()).toBe(0n);
	});

	test('is read by the finance officer and the auditor, and changed by nobody', async ({
		scene
	}) => {
		await industry(scene);
		for (const [key, count] of [
			['yusuf', 1],
			['ruth', 1],
			['chloe', 1],
			['helen', 0],
			['priya', 0],
			['grace', 0]
		] as const) {
			const { db } = await scene.as(key);
			expect(await db.read(booked), key).toBe(count);
		}
		const { db } = await scene.as('ruth');
		const [first] = await db.read((tx) => transactions(tx, 1));
		expect(sum((first?.entries ?? []).map(({ amount }) => BigInt(amount)))).toBe(0n);
		await expect(scene.portal`update ledger_entry set amount = 1`).rejects.toThrow('denied');
		await expect(scene.owner`delete from ledger_entry`).rejects.toThrow('append-only');
	});

	test('an issued invoice is never edited', async ({ scene }) => {
		await industry(scene);
		await expect(scene.owner`update invoice set net = 1`).rejects.toThrow('immutable');
		await expect(scene.owner`update invoice set po_number = 'x'`).rejects.toThrow('immutable');
	});
});

test('another organisation sees no invoice, order or payment', async ({ scene }) => {
	const project = await academic(scene);
	await orderAccepted(scene.thames, project, scene.jobs);
	await invoicePaid(scene.thames, project, scene.jobs);
	for (const key of ['chloe', 'daniel', 'joseph', 'ravi', 'lucas'] as const) {
		const { db } = await scene.as(key);
		const rows = await db.read(async (tx) => [
			...(await tx`select 1 from invoice`),
			...(await tx`select 1 from purchase_order`),
			...(await tx`select 1 from payment`),
			...(await tx`select 1 from app.charge_of(${project})`)
		]);
		expect(rows, key).toEqual([]);
	}
});
