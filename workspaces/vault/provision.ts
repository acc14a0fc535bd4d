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
import type { KeyLedger, KeyUse } from './key-ledger.ts';
import type { Keys } from './keys.ts';
import { finestStep } from './gate/finest.ts';
import { indexStep } from './person-index.ts';
import { openProjectKey } from './project-keys.ts';
import type { Shares } from './shares.ts';

export type Warehouse = { readonly source: string; readonly lists: string };
export type Place = {
	readonly warehouse: Warehouse;
	readonly snapshots: string;
	readonly keys: Keys;
	readonly ledger: KeyLedger;
	readonly now: () => Temporal.Instant;
	/** How extracts are shared with other vaults, where there are any. */
	readonly shares?: Shares;
};

/** All steps of an extract as the vault makes it, in order, for whoever shows them. */
export const provisioningSteps = (keys: Keys, snapshot: string) =>
	steps.flatMap((step) => {
		if (step.name === 'report') return [finestStep(keys, snapshot), step];
		return step.name === 'seal' ? [indexStep(keys, snapshot), step] : [step];
	});

export const catalogueOf = ({ source }: Warehouse): Known =>
	parseCatalogue(readJson(join(source, 'catalogue.json')), 'catalogue.json');

/** The rule set of a project's extract. @throws BadInput when the approval covers no table. */
export function rulesOf(project: string, approved: Approved, known: Known): Rules {
	const { purpose, at, cohort, withoutControllers, waivers, choices } = approved;
	return parseRules(
		{
			...choices,
			project,
			purpose,
			at,
			population: { cohort },
			withoutControllers: [...withoutControllers],
			// one that is over is none: it must not change what the extract is called
			waivers: waivers.filter(({ until }) => until >= at),
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
	const hashed = (name: string) => {
		const path = join(warehouse.lists, name);
		return existsSync(path) ? sha256(readFileSync(path)) : '';
	};
	const key = openProjectKey(keys, rules.project);
	key.bytes.fill(0);
	const inputs: Json = {
		rules,
		source: { name: known.name, version: known.version, asOf: known.asOf },
		lists: hashed('lists.json'),
		sensitive: hashed('sensitive.json'),
		key: key.fingerprint
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

/** Lengths of the lists at the run before. */
export const seenLists = (keys: Keys): Record<string, number> =>
	seen(join(keys.folder, 'lists-seen.json'));

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
	const { warehouse, snapshots, keys, ledger } = place;
	const { by: person } = approved;
	const known = catalogueOf(warehouse);
	const rules = rulesOf(project, approved, known);
	const snapshot = snapshotName(place, rules, known);
	const { bytes, ...key } = openProjectKey(keys, project);
	const grant = await ledger.grant({ person, project, ...key, at: place.now() });
	mkdirSync(snapshots, { recursive: true, mode: 0o711 });
	forgetAbandoned(snapshots, snapshot);
	const seenPath = join(keys.folder, 'lists-seen.json');
	const begun = { snapshot, project, person };
	const others = place.shares ? await place.shares.present() : 0;
	const report = yield* deidentify({
		...warehouse,
		rules,
		master: bytes,
		keyVersion: key.version,
		out: join(snapshots, snapshot),
		previousLists: seen(seenPath),
		share: others > 0 ? place.shares?.of(begun, false) : undefined,
		steps: provisioningSteps(keys, snapshot)
	});
	await place.shares?.end(snapshot);
	bytes.fill(0);
	await ledger.used({
		grant: grant.id,
		person,
		project,
		snapshot,
		domains: (report['keyUse'] ?? []) as unknown as KeyUse['domains'],
		rulesSha256: digest(rules),
		at: place.now()
	});
	const lists = report['lists'] as unknown as readonly { name: string; rows: number }[];
	if (report.gate['verdict'] === 'open-able') {
		const lengths = Object.fromEntries(lists.map(({ name, rows }) => [name, rows]));
		writeWhole(seenPath, canonical({ ...seen(seenPath), ...lengths }));
	}
	return { snapshot, report };
}
