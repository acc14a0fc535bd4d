import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { digest } from '#platform/digest.server.ts';
import { account, type Report } from './account.ts';
import { checkConflicts } from './checks.ts';
import { openDuck } from './duck.ts';
import { installMacros } from './pseudonym.ts';
import { BadInput, Refusal } from './refusal.ts';
import { fingerprint, type Options } from './options.ts';
import { recall, writeWhole, type Detail, type Run, type Step } from './run.ts';
import { checkClasses, openSource } from './source.ts';
import { cohort } from './steps/cohort.ts';
import { cut } from './steps/cut.ts';
import { optOuts } from './steps/opt-outs.ts';
import { pseudonyms } from './steps/pseudonyms.ts';
import { report } from './steps/report.ts';
import { scan } from './steps/scan.ts';
import { seal, sync } from './steps/seal.ts';
import { signUp } from './steps/sign-up.ts';
import { judge } from './verdict.ts';

/** What an extract goes through, in order. Each step may be run again. */
export const steps: readonly Step[] = [
	cohort,
	signUp,
	optOuts,
	cut,
	pseudonyms,
	report,
	scan,
	seal
];

export type StepEvent = {
	readonly step: string;
	readonly title: string;
	readonly position: number;
	readonly of: number;
	readonly status: 'running' | 'done' | 'failed';
	readonly detail: Detail;
	/** Why it failed, in one sentence. */
	readonly message?: string;
};

const scratchTables = [
	'everybody', 'matches', 'candidates', 'rights', 'signed_matches', 'signed_people', 'identified',
	'allowed', 'usable_matches', 'people', 'facts', 'pids'
]; // prettier-ignore

type State = { fingerprint: string; done: Record<string, Detail> };

function stateOf(path: string, print: string): State {
	try {
		const state = JSON.parse(readFileSync(path, 'utf8')) as State;
		if (state.fingerprint === print) return state;
	} catch {
		// nothing was begun, or it was cut off: begin afresh
	}
	return { fingerprint: print, done: {} };
}

/** A snapshot that is already there and was made by the same rules, if any. */
function sealedAlready(options: Options): Report | null {
	const { out, rules } = options;
	if (!existsSync(out)) return null;
	const names = readdirSync(out);
	if (names.every((name) => name === 'report.json')) return null;
	if (!names.includes('manifest.json'))
		throw new BadInput(`${out}: this folder has other files in it; name a new or empty one.`);
	const made = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
	if (made['rulesSha256'] !== digest(rules))
		throw new BadInput(`${out}: this folder holds a snapshot made by other rules; name a new one.`);
	return made;
}

const text = (value: unknown) => `${JSON.stringify(value, null, '\t')}\n`;

/** Moves the finished folder to its place: whoever looks sees all of it or nothing. */
function publish(from: string, out: string): void {
	rmSync(out, { recursive: true, force: true });
	renameSync(from, out);
	sync(dirname(out));
}

function publishReport(out: string, made: Report): void {
	mkdirSync(out, { recursive: true, mode: 0o755 });
	writeWhole(join(out, 'report.json'), text(made));
}

/**
 * Cuts and de-identifies an extract, saying after each step how it went, and returns its report.
 * Work goes on in a hidden folder beside `out` that only we can enter; `out` appears at the end,
 * whole. After a crash, a second call goes on from the last step that was done. When a rule refuses,
 * or the scan finds something, `out` holds the report alone and the gate is shut.
 * @throws BadInput when source, rules or folder cannot be used.
 */
export async function* deidentify(options: Options): AsyncGenerator<StepEvent, Report> {
	const { out, rules } = options;
	const before = sealedAlready(options);
	if (before) {
		const all = options.steps ?? steps;
		for (const [index, { name, title }] of all.entries())
			yield { step: name, title, position: index + 1, of: all.length, status: 'done', detail: {} };
		return before;
	}
	const partial = join(dirname(out), `.${basename(out)}.partial`);
	const statePath = join(partial, 'state.json');
	const print = fingerprint(options);
	const state = stateOf(statePath, print);
	if (Object.keys(state.done).length === 0) rmSync(partial, { recursive: true, force: true });
	const work = join(partial, 'work');
	const release = join(partial, 'release');
	for (const folder of [partial, work, release])
		mkdirSync(folder, { recursive: true, mode: folder === release ? 0o755 : 0o700 });
	const duck = await openDuck(join(work, 'spill'));
	try {
		await installMacros(duck.db);
		const source = await openSource(duck.db, options.source, rules);
		const run: Run = {
			db: duck.db,
			source,
			rules,
			listsDir: options.lists,
			previousLists: options.previousLists ?? {},
			master: options.master,
			keyVersion: options.keyVersion ?? 1,
			work,
			release,
			share: options.share,
			details: new Map(Object.entries(state.done))
		};
		const refusal = yield* walk(run, options.steps ?? steps, (name, detail) => {
			state.done[name] = detail;
			writeWhole(statePath, text(state));
		});
		const gate = judge(run, refusal === null ? [] : [refusal.message]);
		const made = account(run, gate);
		if (gate.verdict === 'open-able') {
			writeWhole(join(release, 'report.json'), text(made));
			publish(release, out);
		} else publishReport(out, made);
		rmSync(partial, { recursive: true, force: true });
		return made;
	} finally {
		duck.close();
	}
}

/** Runs what is not done yet; the refusal that stopped it, if one did. */
async function* walk(
	run: Run,
	all: readonly Step[],
	done: (name: string, detail: Detail) => void
): AsyncGenerator<StepEvent, Refusal | null> {
	for (const table of scratchTables) await recall(run, table);
	for (const [index, step] of all.entries()) {
		const { name, title } = step;
		const event = { step: name, title, position: index + 1, of: all.length };
		const earlier = run.details.get(name);
		if (earlier) {
			yield { ...event, status: 'done', detail: earlier };
			continue;
		}
		yield { ...event, status: 'running', detail: {} };
		try {
			if (index === 0) {
				checkClasses(run.source, run.rules);
				checkConflicts(run);
			}
			if (name === 'seal' && judge(run).verdict === 'shut') {
				yield { ...event, status: 'failed', detail: {}, message: judge(run).reasons.join(' ') };
				return null;
			}
			const detail = await step.run(run);
			run.details.set(name, detail);
			done(name, detail);
			yield { ...event, status: 'done', detail };
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			yield { ...event, status: 'failed', detail: { code: error.code }, message: error.message };
			return error;
		}
	}
	return null;
}
