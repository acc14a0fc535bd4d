import { resolve } from 'node:path';
import * as v from 'valibot';
import type { Json } from './canonical.ts';
import { call, ServiceError, stream, type Reach } from './socket.server.ts';
import {
	Certified,
	Compared,
	Count,
	Failed,
	RegularTable,
	Report,
	Said,
	SaidOfRefresh,
	Signed,
	type Counted,
	type ProvisionEvent,
	type RefreshEvent,
	type SnapshotReport
} from './vault-answers.ts';

export type {
	Counted,
	ProvisionEvent,
	RefreshEvent,
	SnapshotReport,
	Compared
} from './vault-answers.ts';

export type Question = {
	readonly person: string;
	readonly organisation: string;
	readonly cohort: Json;
	readonly purpose: string;
	/** ISO day. */
	readonly at: string;
};

const Delivery = v.object({ name: v.string(), tables: v.number() });
export type Delivery = v.InferOutput<typeof Delivery>;

const Concept = v.object({
	id: v.number(),
	name: v.string(),
	domain: v.string(),
	vocabulary: v.string(),
	/** What its own vocabulary calls it. */
	code: v.exactOptional(v.string()),
	/** Whether records are coded by it; the others stand for one that is. */
	standard: v.exactOptional(v.boolean())
});
export type Concept = v.InferOutput<typeof Concept>;
export type ConceptsAsked =
	| { readonly kind: 'condition' | 'drug' | 'measurement'; readonly search: string }
	| { readonly vocabulary: 'SNOMED' | 'ICD10' | 'dm+d'; readonly codes: readonly string[] }
	| { readonly ids: readonly number[] };

/** What the other processes may ask of the vault; it judges each request itself. */
export type VaultClient = {
	health(): Promise<unknown>;
	/** People who match, and who is left after each part, noised and rounded; null below 50. */
	count(question: Question): Promise<Counted>;
	/** Concepts of one kind by name, slips forgiven; those of these codes; or those of these ids. */
	concepts(asked: ConceptsAsked): Promise<readonly Concept[]>;
	/** Names of what was delivered to the vault, for a data manager. */
	deliveries(person: string): Promise<readonly Delivery[]>;
	/** Reads the delivery of a version that waits for it; what came of it is in the database. */
	readVersion(ask: { person: string; version: string }): Promise<unknown>;
	/** What is offered, with rounded row counts. */
	catalogue(): Promise<unknown>;
	/** Makes a project's snapshot: an event a step, `done` last. Safe to repeat. */
	provision(ask: { person: string; project: string }): AsyncGenerator<ProvisionEvent>;
	/** As `provision`, for the next snapshot of a workspace; `done` says how it differs, null when shut. */
	refresh(ask: { person: string; refresh: string }): AsyncGenerator<RefreshEvent>;
	evidence(ask: { person: string; project: string; [key: string]: unknown }): Promise<unknown>;
	report(ask: { person: string; snapshot: string }): Promise<SnapshotReport>;
	/** Signs the release of a request, once; `person` is the service's. */
	sign(ask: { person: string; request: string }): Promise<v.InferOutput<typeof Signed>>;
	/** Every file of every cut of a workspace with its hash, read now. */
	cuts(ask: { person: string; workspace: string }): Promise<Json>;
	/** Destroys a workspace's data and key, which two people decided, and certifies it; `person` is the service's. */
	destroy(ask: { person: string; workspace: string }): Promise<v.InferOutput<typeof Certified>>;
	/** Signs the manifest of data that a gate has let through, once; `person` is the service's. */
	signGate(ask: { person: string; gate: string }): Promise<v.InferOutput<typeof Signed>>;
	/** How many people would be alike if released facts were coarser; for those who open gates. */
	whatIf(ask: { person: string; snapshot: string; choice: Json }): Promise<unknown>;
	/** Computes the table of a run of a regular release; `answer` is as of `evidence`. */
	regular(ask: { person: string; run: string }): Promise<v.InferOutput<typeof RegularTable>>;
	/**
	 * Compares a request with its own tables and with every earlier release, of any project, and
	 * stores what was found. `within`: with its own tables alone, and nothing is stored: a pre-check
	 * across projects would be an oracle (settled.md 17).
	 */
	difference(ask: { person: string; request: string; within?: boolean }): Promise<Compared>;
	/** Keeps the sets of people behind every release that is not kept yet. Safe to repeat. */
	recordReleases(): Promise<unknown>;
};

/** A client of the vault whose socket lies under this home. Errors as `call` says. */
export function vaultAt(home: string): VaultClient {
	const reach: Reach = { socket: resolve(home, 'run', 'vault.sock'), name: 'vault' };
	const get = (path: string) => call(reach, { method: 'GET', path });
	return {
		health: () => get('/health'),
		count: async (body) =>
			v.parse(Count, await call(reach, { method: 'POST', path: '/count', body })),
		concepts: async (body) =>
			v.parse(
				v.object({ concepts: v.array(Concept) }),
				await call(reach, { method: 'POST', path: '/concepts', body })
			).concepts,
		deliveries: async (person) =>
			v.parse(
				v.object({ deliveries: v.array(Delivery) }),
				await get(`/deliveries?person=${encodeURIComponent(person)}`)
			).deliveries,
		readVersion: (body) =>
			// a big delivery is read whole
			call(reach, { method: 'POST', path: '/datasets/read', body, timeout: 3_600_000 }),
		catalogue: () => get('/catalogue'),
		provision: (body) => provision(reach, '/provision', body, Said),
		refresh: (body) => provision(reach, '/refresh', body, SaidOfRefresh),
		evidence: (body) => call(reach, { method: 'POST', path: '/evidence', body, timeout: 120_000 }),
		difference: async (body) =>
			v.parse(
				Compared,
				await call(reach, { method: 'POST', path: '/difference', body, timeout: 300_000 })
			),
		recordReleases: () =>
			call(reach, { method: 'POST', path: '/releases/record', body: {}, timeout: 300_000 }),
		sign: async (body) =>
			v.parse(Signed, await call(reach, { method: 'POST', path: '/sign', body })),
		cuts: async (body) =>
			(await call(reach, { method: 'POST', path: '/cuts', body, timeout: 600_000 })) as Json,
		destroy: async (body) =>
			v.parse(
				Certified,
				await call(reach, { method: 'POST', path: '/destroy', body, timeout: 600_000 })
			),
		signGate: async (body) =>
			v.parse(Signed, await call(reach, { method: 'POST', path: '/gates/sign', body })),
		whatIf: (body) => call(reach, { method: 'POST', path: '/what-if', body }),
		regular: async (body) =>
			v.parse(
				RegularTable,
				await call(reach, { method: 'POST', path: '/regular', body, timeout: 120_000 })
			),
		report: async ({ person, snapshot }) =>
			v.parse(
				Report,
				await get(
					`/snapshots/${encodeURIComponent(snapshot)}/report?person=${encodeURIComponent(person)}`
				)
			)
	};
}

async function* provision<Said extends { readonly type: 'step' | 'done' }>(
	reach: Reach,
	path: string,
	body: unknown,
	shape: v.GenericSchema<unknown, Said | v.InferOutput<typeof Failed>>
): AsyncGenerator<Said> {
	// a big extract can be silent for long between two steps
	const ask = { method: 'POST', path, body, timeout: 3_600_000 } as const;
	for await (const line of stream(reach, ask)) {
		const said = v.parse(shape, line);
		if (said.type === 'failed') throw new ServiceError(said.error.code, said.error.message);
		yield said;
	}
}
