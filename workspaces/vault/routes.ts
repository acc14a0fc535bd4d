import * as v from 'valibot';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CohortSchema, purposes } from '#domain/catalogue/cohort.ts';
import { PolicySchema, strictest } from '#domain/disclosure/policy.ts';
import type { Json } from '#platform/canonical.ts';
import { Problem, type Verdict } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { readJson } from '#workspaces/deidentify/source.ts';
import { ChoiceSchema, SnapshotName } from '#workspaces/deidentify/what-if/choice.ts';
import { foldFile } from '#workspaces/deidentify/what-if/fold.ts';
import type { Differencing } from '#workspaces/differencing/for-vault.ts';
import type { Access } from './access.ts';
import { concepts, ConceptsBody } from './concepts.ts';
import {
	listDeliveries,
	ReadBody,
	readVersion,
	sourceNow,
	type Datasets
} from './datasets/routes.ts';
import type { WorkOutEvidence } from './evidence.ts';
import { countFor, type Counter } from './feasibility/count.ts';
import type { Life } from './life/life.ts';
import { offered } from './offered.ts';
import { sidecarOf } from './person-index.ts';
import { finestOf } from './gate/finest.ts';
import type { Gates } from './gate/gates.ts';
import { provision, type Place } from './provision.ts';
import { publicCatalogue } from './public-catalogue.ts';
import { refresh } from './refresh.ts';
import type { Regular } from './release/regular.ts';
import type { Signer } from './release/sign.ts';

export type Vault = Place & {
	readonly access: Access;
	readonly evidence: WorkOutEvidence;
	readonly counter: Counter;
	readonly datasets: Datasets;
	readonly signer: Signer;
	readonly differencing: Differencing;
	readonly regular: Regular;
	readonly gates: Gates;
	readonly life: Life;
	/** Runs heavy work with not too much of it at once. */
	readonly limited: <T>(work: () => Promise<T>) => Promise<T>;
	/** Extracts of one project are made one after the other. */
	readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
	readonly now: () => Temporal.Instant;
};

export type Call = {
	readonly params: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	readonly body: unknown;
	/** Sends one line of a stream; a route that calls it answers NDJSON. */
	readonly say: (line: Json) => void;
};

type Route = (vault: Vault, call: Call) => Promise<Json>;

const id = v.pipe(v.string(), v.uuid('should be an id'));

function insist(verdict: Verdict, hides = false): void {
	if (!verdict.allowed) throw new Problem(hides ? 404 : 403, verdict.because);
}

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

const ProvisionBody = v.strictObject({ person: id, project: id });

const provisionRoute: Route = async (vault, { body, say }) => {
	const { person, project } = v.parse(ProvisionBody, body);
	const asked = await vault.access.extractOf(person, project);
	insist(asked.verdict);
	const { approved } = asked;
	if (!approved) throw new Problem(409, 'The approved application names no data.');
	return vault.inTurn(async () => {
		const published = { ...vault, warehouse: await sourceNow(vault.datasets, person) };
		const run = provision(published, project, approved);
		let next = await run.next();
		while (!next.done) {
			say({ type: 'step', ...next.value });
			next = await run.next();
		}
		const { snapshot, report } = next.value;
		const at = vault.now();
		await vault.access.note({
			person,
			subject: 'project',
			id: project,
			what: `extract made: ${snapshot}`,
			at
		});
		return { type: 'done', snapshot, report };
	});
};

const RefreshBody = v.strictObject({ person: id, refresh: id });

const refreshRoute: Route = async (vault, { body, say }) => {
	const { person, refresh: which } = v.parse(RefreshBody, body);
	const { verdict, project, base, approved } = await vault.access.refreshOf(person, which);
	insist(verdict);
	if (!approved) throw new Problem(409, 'The approved application names no data.');
	return vault.inTurn(async () => {
		const published = { ...vault, warehouse: await sourceNow(vault.datasets, person) };
		const made = await refresh(published, { project, base, approved }, say);
		const what = `data refreshed: ${made.snapshot}`;
		await vault.access.note({ person, subject: 'project', id: project, what, at: vault.now() });
		return { type: 'done', ...made };
	});
};

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

const LifeBody = v.strictObject({ person: id, workspace: id });

const cuts: Route = (vault, { body }) =>
	vault.limited(() => vault.life.cuts({ ...v.parse(LifeBody, body), at: vault.now() }));

const destroy: Route = (vault, { body }) => {
	const asked = v.parse(LifeBody, body);
	// not beside an extract: both put away work that was broken off
	return vault.inTurn(async () => ({
		...(await vault.life.destroy({ ...asked, at: vault.now() }))
	}));
};

const GateBody = v.strictObject({ person: id, gate: id });

const signGate: Route = async (vault, { body }) => {
	const { person, gate } = v.parse(GateBody, body);
	return { ...(await vault.limited(() => vault.gates.sign(person, gate, vault.now()))) };
};

const WhatIfBody = v.strictObject({ person: id, snapshot: SnapshotName, choice: ChoiceSchema });

const whatIf: Route = async (vault, { body }) => {
	const { person, snapshot, choice } = v.parse(WhatIfBody, body);
	if (!(await vault.gates.mayAsk(person, snapshot)))
		throw new Problem(403, 'Only a data manager or a privacy officer can try what would be.');
	const path = finestOf(vault.keys, snapshot);
	if (path === null) throw new Problem(404, 'These data were made before this could be tried.');
	return { ...(await foldFile(path, choice)) };
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
	'POST /provision': provisionRoute,
	'POST /refresh': refreshRoute,
	'POST /evidence': evidence,
	'POST /difference': difference,
	'POST /releases/record': recordReleases,
	'POST /sign': sign,
	'POST /cuts': cuts,
	'POST /destroy': destroy,
	'POST /regular': regular,
	'POST /gates/sign': signGate,
	'POST /what-if': whatIf,
	'GET /snapshots/:id/report': report
};
