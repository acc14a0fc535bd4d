import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, type Json } from '#platform/canonical.ts';
import { digest, sha256 } from '#platform/digest.server.ts';
import type { Report } from '#workspaces/deidentify/account.ts';
import { parseCatalogue, type Known } from '#workspaces/deidentify/catalogue.ts';
import { deidentify, steps, type StepEvent } from '#workspaces/deidentify/engine.ts';
import { parseRules, type Rules } from '#workspaces/deidentify/rules.ts';
import { writeWhole } from '#workspaces/deidentify/run.ts';
import { readJson } from '#workspaces/deidentify/source.ts';
import type { Approved } from './access.ts';
import { tablesOf } from './approved-tables.ts';
import type { Keys } from './keys.ts';
import { indexStep } from './person-index.ts';

export type Warehouse = { readonly source: string; readonly lists: string };
export type Place = {
	readonly warehouse: Warehouse;
	readonly snapshots: string;
	readonly keys: Keys;
};

/** All steps of an extract as the vault makes it, in order, for whoever shows them. */
export const provisioningSteps = (keys: Keys, snapshot: string) =>
	steps.flatMap((step) => (step.name === 'seal' ? [indexStep(keys, snapshot), step] : [step]));

export const catalogueOf = ({ source }: Warehouse): Known =>
	parseCatalogue(readJson(join(source, 'catalogue.json')), 'catalogue.json');

/** The rule set of a project's extract. @throws BadInput when the approval covers no table. */
export function rulesOf(project: string, approved: Approved, known: Known): Rules {
	const { purpose, at, cohort, withoutControllers } = approved;
	return parseRules(
		{
			project,
			purpose,
			at,
			population: { cohort },
			withoutControllers: [...withoutControllers],
			tables: tablesOf(approved, known)
		},
		'the approved application'
	);
}

/**
 * The name of the snapshot that these inputs make: the same inputs, the same name, so that a job
 * that starts again finds what it had begun.
 */
export function snapshotName({ warehouse, keys }: Place, rules: Rules, known: Known): string {
	const lists = join(warehouse.lists, 'lists.json');
	const inputs: Json = {
		rules,
		source: { name: known.name, version: known.version, asOf: known.asOf },
		lists: existsSync(lists) ? sha256(readFileSync(lists)) : '',
		key: keys.version
	};
	return `s${digest(inputs).slice(0, 24)}`;
}

function seen(path: string): Record<string, number> {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
	} catch {
		return {}; // the first extract has nothing to compare with
	}
}

/**
 * Work that was broken off and whose inputs have changed since will never go on. It holds keys of
 * the source, so it must not stay. Extracts are made one at a time: no other one is under way.
 */
function forgetAbandoned(snapshots: string, snapshot: string): void {
	for (const name of readdirSync(snapshots))
		if (/^\..*\.partial$/.test(name) && name !== `.${snapshot}.partial`)
			rmSync(join(snapshots, name), { recursive: true, force: true });
}

export type Provisioned = { readonly snapshot: string; readonly report: Report };

/** Makes a project's snapshot, saying after each step how it went. Safe to call again. */
export async function* provision(
	place: Place,
	project: string,
	approved: Approved
): AsyncGenerator<StepEvent, Provisioned> {
	const { warehouse, snapshots, keys } = place;
	const known = catalogueOf(warehouse);
	const rules = rulesOf(project, approved, known);
	const snapshot = snapshotName(place, rules, known);
	mkdirSync(snapshots, { recursive: true, mode: 0o711 });
	forgetAbandoned(snapshots, snapshot);
	const seenPath = join(keys.folder, 'lists-seen.json');
	const report = yield* deidentify({
		...warehouse,
		rules,
		master: keys.master,
		keyVersion: keys.version,
		out: join(snapshots, snapshot),
		previousLists: seen(seenPath),
		steps: provisioningSteps(keys, snapshot)
	});
	const lists = report['lists'] as unknown as readonly { name: string; rows: number }[];
	if (report.gate['verdict'] === 'open-able') {
		const lengths = Object.fromEntries(lists.map(({ name, rows }) => [name, rows]));
		writeWhole(seenPath, canonical({ ...seen(seenPath), ...lengths }));
	}
	return { snapshot, report };
}
