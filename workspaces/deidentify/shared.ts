import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { domains as classDomains } from './classes.ts';
import { literal, quoted } from './duck.ts';
import { countLimits, noLimits, type Limited } from './limits.ts';
import { loadKeys, recall, type Detail, type Run } from './run.ts';
import { bucketPlaces, bucketsOf, partsOf, stages, type Part, type Share } from './share.ts';
import { stageFile, takeStaged } from './staging.ts';
import { cutTable, type Cut } from './tables.ts';
import { countUses } from './uses.ts';
import { makeVisitRows } from './visits.ts';
import { forgetRows, partFormat, sortedSql, stage, writeSorted } from './write.ts';

type Made = {
	readonly name: string;
	readonly rowsOut: number;
	readonly personsOut: number;
	readonly sha256: string;
};

type Working = { readonly run: Run; readonly share: Share; readonly people: number };

/** The people that the next queries are about. */
const setWho = (run: Run, where: string) =>
	run.db.run(`create or replace temp view who as select * from pids where ${where}`);

const scratchOf = (run: Run): string => run.work ?? run.release;

/** Names of the scratch tables that counting left. */
const tablesOf = ({ codes, values, trusts }: Limited): string[] => [
	...Object.values(codes),
	...Object.values(values).map(({ table }) => table),
	...Object.values(trusts)
];

/** Stage 1: what numbers of people decide, over all of them at once. */
async function count({ run, share }: Working): Promise<Detail> {
	await setWho(run, 'true');
	await makeVisitRows(run, false);
	let limited = noLimits;
	for (const table of run.rules.tables) {
		const plan = cutTable(run, table);
		await stage(run, plan);
		const own = await countLimits(run, [plan]);
		limited = {
			codes: { ...limited.codes, ...own.codes },
			values: { ...limited.values, ...own.values },
			trusts: { ...limited.trusts, ...own.trusts }
		};
	}
	await forgetRows(run);
	const files = Object.fromEntries(
		tablesOf(limited).map((name) => {
			const path = join(scratchOf(run), `${name}.copy`);
			copyFileSync(join(scratchOf(run), `${name}.parquet`), path);
			return [name, stageFile(share.staging, path)];
		})
	);
	return { limited, files };
}

/** What was counted, whoever counted it, made visible here. */
async function counted({ run, share }: Working): Promise<Limited> {
	const [made] = await share.made(stages.counted);
	const { limited, files } = made as unknown as {
		limited: Limited;
		files: Record<string, string>;
	};
	for (const [name, sha256] of Object.entries(files)) {
		const path = join(scratchOf(run), `${name}.parquet`);
		copyFileSync(takeStaged(share.staging, sha256), `${path}.tmp`);
		renameSync(`${path}.tmp`, path);
		await recall(run, name);
	}
	return limited;
}

const cutsOf = (run: Run, limited: Limited): Cut[] =>
	run.rules.tables.map((table) => cutTable(run, table, limited));

/** Stage 2: every table's rows of one bucket of people, sorted. */
async function bucket(working: Working, index: number): Promise<Detail> {
	const { run, share, people } = working;
	const limited = await counted(working);
	const { from, to } = bucketPlaces(people, bucketsOf(people), index);
	await setWho(run, `place between ${String(from)} and ${String(to)}`);
	await makeVisitRows(run);
	const files: Record<string, string> = {};
	for (const cut of cutsOf(run, limited)) {
		await stage(run, cut);
		loadKeys(run, cut.plan.domains);
		const path = join(scratchOf(run), `${cut.name}.part`);
		await run.db.run(`copy (${sortedSql(cut)}) to ${literal(path)} ${partFormat}`);
		files[cut.name] = stageFile(share.staging, path);
	}
	await forgetRows(run);
	return { files };
}

/** Stage 3: one table from its parts, in the buckets' order, which is that of the pseudonyms. */
async function table(working: Working, index: number): Promise<Detail> {
	const { run, share } = working;
	const asked = run.rules.tables[index];
	if (!asked) throw new Error('There is no such part of this extract.');
	const cut = cutTable(run, asked);
	const parts = (await share.made(stages.people)).map((made) =>
		takeStaged(share.staging, (made['files'] as Record<string, string>)[asked.name] ?? '')
	);
	const names = cut.plan.outputs.map(({ name }) => name).filter((name) => name !== cut.numbered);
	const from = `read_parquet([${parts.map(literal).join(', ')}])`;
	const written = await writeSorted(
		run,
		cut,
		`select ${names.map(quoted).join(', ')} from ${from}`
	);
	const path = join(run.release, `${asked.name}.parquet`);
	return { ...written, sha256: stageFile(share.staging, path) };
}

const work = (working: Working, { stage, number }: Part): Promise<Detail> =>
	stage === stages.counted
		? count(working)
		: stage === stages.people
			? bucket(working, number)
			: table(working, number);

/** Does parts until none is left, whoever began the extract. */
export async function takeParts(run: Run, share: Share, people: number): Promise<void> {
	await share.begin(people, partsOf(people, run.rules.tables.length));
	for (let part = await share.next(); part; part = await share.next()) {
		let made: Detail;
		try {
			made = await work({ run, share, people }, part);
		} catch (error) {
			await share.gaveUp(part);
			throw error;
		}
		await share.done(part, made);
	}
}

/**
 * The pseudonyms step by several vaults: the same rows in the same order as one makes alone, so the
 * same bytes. Whoever leads puts the finished tables into the release.
 */
export async function sharedTables(run: Run, share: Share, people: number): Promise<Detail> {
	await takeParts(run, share, people);
	if (share.helps) return { people };
	const tables = (await share.made(stages.tables)) as unknown as readonly Made[];
	for (const { name, sha256 } of tables) {
		const path = join(run.release, `${name}.parquet`);
		rmSync(path, { force: true });
		copyFileSync(takeStaged(share.staging, sha256), path);
	}
	const cuts = cutsOf(run, noLimits);
	return {
		people,
		domains: [
			...new Set([classDomains.person, ...cuts.flatMap(({ plan }) => plan.domains)])
		].sort(),
		uses: await countUses(run, cuts, people),
		tables: tables.map(({ name, rowsOut, personsOut }) => ({
			name,
			rowsOut,
			personsOut
		})) as unknown as Detail[]
	};
}
