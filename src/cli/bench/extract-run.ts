import { deidentify, steps } from '#workspaces/deidentify/engine.ts';
import { parseRules } from '#workspaces/deidentify/rules.ts';
import type { Time } from './extract.ts';

/** What one extract took, printed as JSON: a process of its own, so that its memory is its own. */
export type ExtractRun = {
	/** By step, in order. */
	readonly steps: Readonly<Record<string, Time>>;
	/** Milliseconds of all processors together up to the last table, and in all. */
	readonly cutProcessor: number;
	readonly processor: number;
	readonly total: number;
	/** Megabytes at the highest. */
	readonly memory: number;
	readonly verdict: string;
	readonly reasons: readonly string[];
	readonly tables: readonly {
		readonly name: string;
		readonly rowsIn: number;
		readonly rowsOut: number;
	}[];
};

const [source = '', out = '', ...tables] = process.argv.slice(2);
const rules = parseRules({
	project: 'bench',
	purpose: 'research',
	at: '2026-11-01',
	tables: tables.map((name) => ({ name }))
});
const times: Record<string, Time> = {};
const used = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};
const [began, before] = [performance.now(), used()];
let cutProcessor = 0;
const run = deidentify({
	source,
	rules,
	lists: `${source}/lists`,
	master: Buffer.alloc(32, 1),
	out,
	steps: steps.map((step) => ({
		...step,
		async run(extract) {
			const [from, usedBefore] = [performance.now(), used()];
			const detail = await step.run(extract);
			times[step.name] = { wall: performance.now() - from, processor: used() - usedBefore };
			if (step.name === 'pseudonyms') cutProcessor = used() - before;
			return detail;
		}
	}))
});
let step = await run.next();
while (!step.done) step = await run.next();
const report = step.value as unknown as Pick<ExtractRun, 'tables'> & {
	readonly gate: Pick<ExtractRun, 'verdict' | 'reasons'>;
};
const measured: ExtractRun = {
	steps: times,
	cutProcessor,
	processor: used() - before,
	total: performance.now() - began,
	memory: process.resourceUsage().maxRSS / 1024,
	verdict: report.gate.verdict,
	reasons: report.gate.reasons,
	tables: report.tables.map(({ name, rowsIn, rowsOut }) => ({ name, rowsIn, rowsOut }))
};
process.stdout.write(JSON.stringify(measured));
