import { join } from 'node:path';
import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import { Problem } from '#platform/problems.ts';
import { BadInput } from '#workspaces/deidentify/refusal.ts';
import { deliveries } from './deliveries.ts';
import { publishedSource } from './published.ts';
import { readDelivery } from './read.ts';
import type { Versions } from './store.server.ts';

type Warehouse = { readonly source: string; readonly lists: string };

/** What the vault needs to read deliveries and to compose what is published. */
export type Datasets = {
	readonly versions: Versions;
	readonly warehouse: Warehouse;
	/** The vault's own folder, beside the keys. */
	readonly folder: string;
	/** Brings what is new from an object store; nothing to do for a folder. */
	readonly refresh: () => Promise<void>;
	readonly now: () => Temporal.Instant;
};

const folders = (folder: string) => ({
	kept: join(folder, 'versions'),
	composed: join(folder, 'sources')
});

/** The source of counts and extracts, as published at this moment. @throws Refusal */
export async function sourceNow(
	{ versions, warehouse, folder, refresh }: Datasets,
	person: string
): Promise<Warehouse> {
	await refresh();
	return publishedSource(warehouse, folders(folder), await versions.published(person));
}

async function insistManager({ versions }: Datasets, person: string): Promise<void> {
	if (!v.is(v.pipe(v.string(), v.uuid()), person) || !(await versions.mayManage(person)))
		throw new Problem(403, 'Only a data manager can look into deliveries.');
}

/** Names of what was delivered; nothing of what is in it. */
export async function listDeliveries(datasets: Datasets, person: string): Promise<Json> {
	await insistManager(datasets, person);
	await datasets.refresh();
	return { deliveries: deliveries(datasets.warehouse.source) };
}

export const ReadBody = v.strictObject({
	person: v.pipe(v.string(), v.uuid()),
	version: v.pipe(v.string(), v.uuid())
});

/** Reads the delivery of a version that waits for it. What cannot be read is told in the version. */
export async function readVersion(
	datasets: Datasets,
	{ person, version: id }: v.InferOutput<typeof ReadBody>
): Promise<Json> {
	await insistManager(datasets, person);
	const { versions, warehouse, folder, refresh, now } = datasets;
	const version = await versions.find(person, id);
	if (!version) throw new Problem(404, 'There is no such version of a dataset.');
	const { delivery, asOf, status } = version;
	if (status !== 'reading' || delivery === null) return { status };
	try {
		await refresh();
		const place = { source: warehouse.source, kept: folders(folder).kept };
		const read = await readDelivery(place, { id, delivery, asOf: asOf.toString() });
		await versions.saveRead(person, id, read, now());
		return { status: 'draft' };
	} catch (error) {
		if (!(error instanceof BadInput)) throw error;
		await versions.saveUnreadable(person, id, error.message, now());
		return { status: 'unreadable' };
	}
}
