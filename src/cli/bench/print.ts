import { baseline } from './pages.ts';
import type { Measures } from '../bench.ts';
import type { DifferencingTime } from './differencing.ts';
import type { ExtractTime, Time } from './extract.ts';
import { passes, type RequestsTime } from './requests.ts';

const ms = (time: number) => `${time < 100 ? time.toFixed(1) : time.toFixed(0)} ms`;
const whole = (count: number) => count.toLocaleString('en-GB');
const times = (ratio: number) => `${ratio.toFixed(2)} ×`;
const row = (name: string, ...cells: string[]) =>
	`${name.padEnd(34)}${cells.map((cell) => cell.padStart(12)).join('')}`;

/** The measures as lines to read. */
export function printed({
	pages,
	desk,
	extract,
	whatIf,
	sandbox,
	frames,
	table: judged,
	differencing,
	requests
}: Measures): string {
	const lines: string[] = [];
	if (pages)
		lines.push(
			row('Page', 'median', '95 %', 'ratio'),
			...pages.map(({ path, median, p95, ratio }) => row(path, ms(median), ms(p95), times(ratio))),
			''
		);
	if (desk)
		lines.push(
			row(`Desk, ${String(desk.rows)} × ${String(desk.columns)} cells`, 'median', 'flags', 'ratio'),
			row(baseline, ms(desk.empty), '', times(1)),
			row('the table with its flags', ms(desk.desk), String(desk.flags), times(desk.ratio)),
			''
		);
	if (whatIf)
		lines.push(
			row(`What if, ${whole(whatIf.rows)} people`, 'slowest', 'groups', 'ratio'),
			row('grouping the people anew', ms(whatIf.direct), '', times(1)),
			row('folding counts made once', ms(whatIf.answer), whole(whatIf.groups), times(whatIf.ratio)),
			''
		);
	if (extract) lines.push(...extractLines(extract), '');
	if (sandbox)
		lines.push(
			row('Start of a process', 'median', '', 'ratio'),
			row('bare', ms(sandbox.bare), '', times(1)),
			row('in a sandbox', ms(sandbox.sandboxed), '', times(sandbox.ratio)),
			row('in a sandbox, DuckDB ready', ms(sandbox.ready), '', times(sandbox.ready / sandbox.bare)),
			''
		);
	if (frames)
		lines.push(
			row(`Frames, ${whole(frames.rows)} rows`, 'median', ''),
			...frames.passages.map(({ passage, ms: took }) => row(passage, ms(took), '')),
			''
		);
	if (judged)
		lines.push(
			row(`Table, ${judged.cells.toLocaleString('en-GB')} cells`, 'best', 'ratio'),
			row('the aggregates in plain DuckDB', ms(judged.plain), times(1)),
			row('with a verdict for each cell', ms(judged.judged), times(judged.ratio)),
			row('totals, suppression and audit', ms(judged.suppressed), times(judged.suppressedRatio)),
			''
		);
	if (differencing) lines.push(...comparedLines(differencing), '');
	if (requests) lines.push(...requestLines(requests), '');
	return lines.join('\n');
}

/** Against both copies, by the clock and by processor time, so that nothing is flattered. */
function extractLines(measured: ExtractTime): string[] {
	const { persons, rowsIn, rowsOut, copySource, copyReleased, cut, extract, memory } = measured;
	const ratios = (time: Time, copy: Time) => [
		times(time.wall / copy.wall),
		times(time.processor / copy.processor)
	];
	const line = (name: string, time: Time) =>
		row(name, ms(time.wall), ...ratios(time, copySource), ...ratios(time, copyReleased));
	return [
		`Extract of ${whole(persons)} people, ${whole(rowsIn)} rows of which ${whole(rowsOut)} are released, against a raw Parquet copy`,
		row('', 'best', 'of source', 'processors', 'of released', 'processors'),
		row('raw copy of the source', ms(copySource.wall), times(1), times(1)),
		row('raw copy of what is released', ms(copyReleased.wall), '', '', times(1), times(1)),
		line('cut and pseudonymise', cut),
		line('with scan, report and seal', extract),
		...Object.entries(measured.steps).map(([name, { wall, processor }]) =>
			row(`  ${name}`, ms(wall), '', `${ms(processor)} used`)
		),
		row('memory at the highest', `${memory.toFixed(0)} MB`)
	];
}

function comparedLines(compared: readonly DifferencingTime[]): string[] {
	const [first] = compared;
	const cells = (count: number) => count.toLocaleString('en-GB');
	return [
		row(`${cells(first?.fresh ?? 0)} new cells against`, 'time', 'growth', 'found'),
		...compared.map(({ released, ms: time, found }) =>
			row(`${cells(released)} released`, ms(time), times(time / (first?.ms ?? time)), String(found))
		)
	];
}

/** The first of many lines, and how many more there are. */
function first(lines: readonly string[], most = 20): string[] {
	const more = lines.length - most;
	return [
		...lines.slice(0, most).map((line) => `  ${line}`),
		...(more > 0 ? [`  and ${whole(more)} more`] : [])
	];
}

function requestLines(measured: RequestsTime): string[] {
	const { requests, files, planted, shown, missed, falseAlarms, asked } = measured;
	const share = (100 * falseAlarms.length) / Math.max(1, measured.safeCells);
	return [
		row(`${whole(requests)} requests, ${whole(files)} files`, 'found', 'of', 'share'),
		row('planted faults shown', whole(shown), whole(planted), ''),
		row(
			'unsafe cells of computed tables',
			whole(measured.flaggedCells),
			whole(measured.unsafeCells),
			''
		),
		row(
			'false alarms on safe cells',
			whole(falseAlarms.length),
			whole(measured.safeCells),
			`${share.toFixed(2)} %`
		),
		row('other questions on safe files', whole(asked.length), '', ''),
		row('time of one request', 'median', '95 %', ''),
		row('', ms(measured.median), ms(measured.p95), ''),
		...(missed.length > 0 ? ['Missed:', ...first(missed)] : []),
		...(falseAlarms.length > 0 ? ['False alarms:', ...first(falseAlarms)] : []),
		passes(measured)
			? 'Passed: every fault is shown, and false alarms are under 1 % of safe cells.'
			: 'FAILED: a fault was missed, or false alarms are 1 % of safe cells or more.'
	];
}
