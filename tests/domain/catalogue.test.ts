import { expect } from 'vitest';
import { conditions, conditionsById, dataset, datasets } from '#domain/catalogue/store.server.ts';
import { boards, coverage } from '#domain/controllers/store.server.ts';
import { bind } from '#platform/db.server.ts';
import { seedCatalogue, seedControllerPeople } from '../../db/seed/catalogue.ts';
import { seedPeople, seedService } from '../../db/seed/roles.ts';
import { player } from '../../db/seed/stage.ts';
import { test } from '../support/database.ts';
import { smallOffer } from './catalogue-offer.ts';

const at = Temporal.Instant.from('2026-11-22T10:00:00Z');
const today = Temporal.PlainDate.from('2026-11-22');

test('the catalogue is loaded whole, and loading it again changes nothing', async ({ db }) => {
	await seedCatalogue(db.owner, smallOffer);
	const nobody = bind(db.portal, null);
	const read = () =>
		nobody.read(async (tx) => ({
			all: await datasets(tx),
			one: await dataset(tx, 'linked-core'),
			conditions: await conditions(tx, '', 10),
			coverage: await coverage(tx, today)
		}));
	const first = await read();
	expect(first.all.map(({ code, variables }) => [code, variables])).toEqual([
		['linked-core', 2],
		['measurements', 1]
	]);
	expect(first.one?.tables[0]?.columns.map(({ name }) => name)).toEqual([
		'person_id',
		'year_of_birth'
	]);
	expect(first.conditions.map(({ name, people }) => [name, people])).toEqual([
		['Type 2 diabetes mellitus', 300n],
		['Asthma', 120n],
		['Cystic fibrosis', null]
	]);
	await seedCatalogue(db.owner, smallOffer);
	expect(await read()).toEqual(first);
});

test('a list that was taken again replaces sign-up, and a variable that went is gone', async ({
	db
}) => {
	await seedCatalogue(db.owner, smallOffer);
	const [core, ...rest] = smallOffer.datasets;
	const tables = core?.tables.map((table) => ({ ...table, columns: table.columns.slice(0, 1) }));
	await seedCatalogue(db.owner, {
		...smallOffer,
		datasets: [{ ...core, tables }, ...rest],
		signups: smallOffer.signups.slice(0, 1)
	});
	const nobody = bind(db.portal, null);
	const after = await nobody.read(async (tx) => ({
		one: await dataset(tx, 'linked-core'),
		coverage: await coverage(tx, today, 'linked-core')
	}));
	expect(after.one?.tables[0]?.columns).toHaveLength(1);
	expect(after.coverage.reduce((sum, { signed }) => sum + signed, 0)).toBe(1);
});

test('sign-up is counted on the day, for each purpose and kind of controller', async ({ db }) => {
	await seedCatalogue(db.owner, smallOffer);
	const on = (day: string) =>
		bind(db.portal, null).read(async (tx) =>
			(await coverage(tx, Temporal.PlainDate.from(day), 'linked-core')).map(
				({ purpose, kind, signed, total }) =>
					`${purpose} ${kind} ${String(signed)}/${String(total)}`
			)
		);
	expect(await on('2026-11-22')).toEqual([
		'planning gp-practice 0/2',
		'planning trust 0/1',
		'research gp-practice 1/2',
		'research trust 0/1',
		'industry gp-practice 0/2',
		'industry trust 1/1'
	]);
	expect(await on('2026-01-31')).toContain('research gp-practice 2/2');
	expect(await on('2023-12-31')).toContain('research gp-practice 0/2');
});

test('a search finds names, variables and what they say, and takes signs as signs', async ({
	db
}) => {
	await seedCatalogue(db.owner, smallOffer);
	const found = (search: string) =>
		bind(db.portal, null).read(async (tx) => (await datasets(tx, search)).map(({ code }) => code));
	expect(await found('year_of')).toEqual(['linked-core']);
	expect(await found('HBA1C')).toEqual(['measurements']);
	expect(await found('%')).toEqual([]);
	expect(await found("'; drop table dataset; --")).toEqual([]);
	const names = (search: string) =>
		bind(db.portal, null).read(async (tx) =>
			(await conditions(tx, search, 10)).map(({ name }) => name)
		);
	expect(await names('asth')).toEqual(['Asthma']);
	expect(await names('_')).toEqual([]);
	expect(await bind(db.portal, null).read((tx) => conditionsById(tx, [317009, 1]))).toHaveLength(1);
});

test('sign-up of a controller or to a dataset that nobody knows is refused by name', async ({
	db
}) => {
	const with_ = (change: object) =>
		seedCatalogue(db.owner, {
			...smallOffer,
			signups: [{ ...smallOffer.signups[0], ...change }]
		});
	await expect(with_({ controller: 'Z99999' })).rejects.toThrow('names the controller Z99999');
	await expect(with_({ dataset: 'genomes' })).rejects.toThrow('names the dataset genomes');
	await expect(seedCatalogue(db.owner, { ...smallOffer, asOf: 'soon' })).rejects.toThrow('at asOf');
	await expect(seedCatalogue(db.owner, null)).rejects.toThrow('cannot be read');
});

test('the portal cannot write the catalogue or anybody’s sign-up', async ({ db }) => {
	await seedCatalogue(db.owner, smallOffer);
	await expect(db.portal`delete from controller_signup`).rejects.toThrow('permission denied');
	await expect(db.portal`update dataset_table set rows = 1`).rejects.toThrow('permission denied');
});

test('Ravi acts for the first practice by code, once', async ({ db }) => {
	await db.owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedPeople(tx, at);
	});
	await seedCatalogue(db.owner, smallOffer);
	await seedControllerPeople(db.owner, at);
	await seedControllerPeople(db.owner, at);
	const ravi = await player(db.portal, 'ravi');
	expect(ravi.actor.roles).toEqual([
		{ role: 'controller-approver', scope: 'controller', id: 'Z10001' }
	]);
	expect(await ravi.db.read(boards)).toEqual([{ code: 'QMF', name: 'North East London' }]);
});
