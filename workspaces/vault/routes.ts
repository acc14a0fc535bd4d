import * as v from 'valibot';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CohortSchema, purposes } from '#domain/catalogue/cohort.ts';
import { PolicySchema, strictest } from '#domain/disclosure/policy.ts';
import type { Json } from '#platform/canonical.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { readJson } from '#workspaces/deidentify/source.ts';
import { concepts, ConceptsBody } from './concepts.ts';
import { listDeliveries, ReadBody, readVersion, sourceNow } from './datasets/routes.ts';
import { countFor } from './feasibility/count.ts';
import { offered } from './offered.ts';
import { sidecarOf } from './person-index.ts';
import { publicCatalogue } from './public-catalogue.ts';
import { id, insist, type Route } from './route.ts';
import { workspaceRoutes } from './workspace-routes.ts';

const CountBody = v.strictObject({
	person: id,
	organisation: id,
	cohort: CohortSchema,
	purpose: v.picklist(purposes),
	at: v.pipe(v.string(), v.isoDate())
});

const count: Route = async (vault, { body }) => {
	const { person, organisation, ...question } = v.parse(CountBody, body);
	insist(await vault.access.mayCount(person, organisation));
	const place = await sourceNow(vault.datasets, person);
	const counted = await countFor({ ...vault.counter, place }, { person, organisation }, question);
	const at = vault.now();
	const what = `people counted: ${counted.shown}`;
	await vault.access.note({ person, subject: 'organisation', id: organisation, what, at });
	return { ...counted };
};

const conceptsRoute: Route = (vault, { body }) =>
	vault.limited(() => concepts(vault.warehouse.source, v.parse(ConceptsBody, body)));

const deliveriesRoute: Route = (vault, { query }) =>
	listDeliveries(vault.datasets, query.get('person') ?? '');

const readVersionRoute: Route = (vault, { body }) =>
	vault.limited(() => readVersion(vault.datasets, v.parse(ReadBody, body)));

/** `request`: an output request of the project, whose policies it is then; else those of today. */
const EvidenceBody = v.looseObject({ person: id, project: id, request: v.optional(id) });

const evidence: Route = async (vault, { body }) => {
	const { person, project, request, ...rest } = v.parse(EvidenceBody, body);
	const { verdict, snapshot } = await vault.access.snapshotOf(person, project);
	insist(verdict);
	if (snapshot === null) throw new Problem(409, 'This project has no data yet.');
	const sidecar = sidecarOf(vault.keys, snapshot);
	const folder = join(vault.snapshots, snapshot);
	const held = request === undefined ? { day: londonDay(vault.now()) } : { request };
	const policies = await vault.access.policiesOf(person, project, held);
	const policy = strictest(policies.map((one) => v.parse(PolicySchema, one)));
	return vault.limited(() =>
		vault.evidence({ person, project, snapshot: folder, sidecar, policy, body: rest })
	);
};

const SignBody = v.strictObject({ person: id, request: id });

const sign: Route = async (vault, { body }) => {
	const { person, request } = v.parse(SignBody, body);
	return { ...(await vault.signer.sign(person, request, vault.now())) };
};

const RegularBody = v.strictObject({ person: id, run: id });

const regular: Route = (vault, { body }) => {
	const { person, run } = v.parse(RegularBody, body);
	return vault.limited(() => vault.regular({ person, run, at: vault.now() }));
};

const DifferenceBody = v.strictObject({
	person: id,
	request: id,
	within: v.optional(v.boolean(), false)
});

const difference: Route = async (vault, { body }) =>
	vault.differencing.difference(v.parse(DifferenceBody, body));

const recordReleases: Route = (vault) => vault.differencing.record();

const report: Route = async (vault, { params, query }) => {
	const snapshot = params['id'] ?? '';
	const person = query.get('person') ?? '';
	const path = join(vault.snapshots, snapshot, 'report.json');
	insist(await vault.access.mayReadReport(person, snapshot));
	if (!/^s[0-9a-f]{24}$/.test(snapshot) || !existsSync(path))
		throw new Problem(404, 'There is no such snapshot.');
	const at = vault.now();
	await vault.access.note({ person, subject: 'snapshot', id: snapshot, what: 'report read', at });
	return JSON.parse(readFileSync(path, 'utf8')) as Json;
};

const catalogue: Route = async (vault) => ({
	...publicCatalogue(readJson(join(vault.warehouse.source, 'catalogue.json'))),
	...(await vault.limited(() => offered(vault.warehouse)))
});

const health: Route = (vault) =>
	Promise.resolve({
		ok: true,
		warehouse: existsSync(join(vault.warehouse.source, 'catalogue.json')),
		keyVersion: vault.keys.version
	});

/** Everything the vault answers. A path segment that begins with a colon is a parameter. */
export const routes: Readonly<Record<string, Route>> = {
	'GET /health': health,
	'GET /catalogue': catalogue,
	'POST /count': count,
	'POST /concepts': conceptsRoute,
	'GET /deliveries': deliveriesRoute,
	'POST /datasets/read': readVersionRoute,
	'POST /evidence': evidence,
	'POST /difference': difference,
	'POST /releases/record': recordReleases,
	'POST /sign': sign,
	'POST /regular': regular,
	'GET /snapshots/:id/report': report,
	...workspaceRoutes
};
