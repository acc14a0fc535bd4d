import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import { Problem, type Verdict } from '#platform/problems.ts';
import type { Differencing } from '#workspaces/differencing/for-vault.ts';
import type { Access } from './access.ts';
import type { Counter } from './feasibility/count.ts';
import type { Datasets } from './datasets/routes.ts';
import type { WorkOutEvidence } from './evidence.ts';
import type { Gates } from './gate/gates.ts';
import type { Life } from './life/life.ts';
import type { Place } from './provision.ts';
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

/** Answers one kind of request. @throws Problem for who may not ask. */
export type Route = (vault: Vault, call: Call) => Promise<Json>;

/** The id of something in the database. */
export const id = v.pipe(v.string(), v.uuid('should be an id'));

/** @throws Problem 403, or 404 when not even that it exists is told. */
export function insist(verdict: Verdict, hides = false): void {
	if (!verdict.allowed) throw new Problem(hides ? 404 : 403, verdict.because);
}
