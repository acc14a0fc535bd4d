import type { Tx } from '#platform/db.server.ts';
import type { Offered } from './offer.ts';

/** Rows travel as one JSON document each, however many there are. */
const json = (tx: Tx, rows: readonly unknown[]) => tx.json(rows as never);

/** Datasets of which a version that was registered here is published: an import leaves them alone. */
async function registeredHere(tx: Tx): Promise<Set<string>> {
	const found = await tx<{ datasetCode: string }[]>`
		select dataset_code from dataset_version where status = 'published' and delivery is not null
	`;
	return new Set(found.map(({ datasetCode }) => datasetCode));
}

async function importDatasets(tx: Tx, { version, asOf, ...offer }: Offered): Promise<void> {
	const kept = await registeredHere(tx);
	const datasets = offer.datasets.filter(({ code }) => !kept.has(code));
	const all = datasets.map(({ code, name, description, product }) => ({
		code,
		name,
		description,
		product,
		version,
		asOf
	}));
	const tables = datasets.flatMap(({ code, tables: own }) =>
		own.map(({ name, description, rows }) => ({ dataset: code, name, description, rows }))
	);
	const columns = datasets.flatMap(({ code, tables: own }) =>
		own.flatMap(({ name: table, columns: each }) =>
			each.map((column, position) => ({ dataset: code, table, position, ...column }))
		)
	);
	await tx`
		insert into dataset (code, name, description, product, version, as_of)
		select code, name, description, product, version, "asOf"
		from jsonb_to_recordset(${json(tx, all)}) as r (code text, name text, description text, product text, version text, "asOf" date)
		on conflict (code) do update set
			name = excluded.name, description = excluded.description, product = excluded.product,
			version = excluded.version, as_of = excluded.as_of
	`;
	await tx`delete from dataset_column where not dataset_code = any (${[...kept]})`;
	await tx`delete from dataset_table where not dataset_code = any (${[...kept]})`;
	await tx`
		insert into dataset_table (dataset_code, name, description, rows)
		select dataset, name, description, rows
		from jsonb_to_recordset(${json(tx, tables)}) as r (dataset text, name text, description text, rows bigint)
	`;
	await tx`
		insert into dataset_column (dataset_code, table_name, position, name, type, class, description)
		select dataset, "table", position, name, type, class, description
		from jsonb_to_recordset(${json(tx, columns)})
			as r (dataset text, "table" text, position int, name text, type text, class text, description text)
	`;
	await tx`select app.adopt_installed_datasets(now())`;
}

async function importConcepts(tx: Tx, { concepts }: Offered): Promise<void> {
	await tx`delete from concept`;
	await tx`
		insert into concept (id, name, domain, people)
		select id, name, domain, people
		from jsonb_to_recordset(${json(tx, concepts)}) as r (id bigint, name text, domain text, people bigint)
	`;
}

/** Sign-up is replaced as a whole: the list says all there is. Controllers stay, for what names them. */
async function importControllers(tx: Tx, { controllers, signups }: Offered): Promise<void> {
	await tx`
		insert into controller (code, name, kind, icb_code)
		select code, name, kind, "icbCode"
		from jsonb_to_recordset(${json(tx, controllers)}) as r (code text, name text, kind text, "icbCode" text)
		on conflict (code) do update set
			name = excluded.name, kind = excluded.kind, icb_code = excluded.icb_code
	`;
	await tx`delete from controller_signup`;
	await tx`
		insert into controller_signup (controller_code, dataset_code, purpose, signed_from, signed_to)
		select controller, dataset, purpose, "from", "to"
		from jsonb_to_recordset(${json(tx, signups)})
			as r (controller text, dataset text, purpose text, "from" date, "to" date)
	`;
}

/** Writes a whole catalogue in bulk, as the database's owner; run again, it ends the same. */
export async function importCatalogue(tx: Tx, offer: Offered): Promise<void> {
	await importDatasets(tx, offer);
	await importConcepts(tx, offer);
	await importControllers(tx, offer);
}
