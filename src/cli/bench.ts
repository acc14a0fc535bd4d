import { parseArgs } from 'node:util';
import { measureSandbox, type Measured } from '#workspaces/host/measure.ts';
import { demo } from './bench/demo.ts';
import { measureDifferencing, type DifferencingTime } from './bench/differencing.ts';
import { measureExtract, type ExtractTime } from './bench/extract.ts';
import { baseline, measurePages, type PageTime } from './bench/pages.ts';
import { measureTable, type TableTime } from './bench/table.ts';
import { BadCommand, refuse } from './given.ts';

export const help = `
Usage: npm run bench    (or npx aldgate bench [pages] [extract] [sandbox] [table] [differencing] [--persons N] [--requests N] [--json])

Measures in one run and prints ratios, which say more than times of one machine:
  pages     list pages against ${baseline}, the lightest page of the same build
  extract   a de-identified extract against DuckDB writing as many rows of the same tables
  sandbox   the start of a sandbox against a bare process
  table     a judged table of 50 × 100 cells over 1,000,000 records against DuckDB adding up the same
            count, sum and two largest, and again with totals, suppression and the attacker's audit
  differencing   1,000 new cells against 10⁴, 10⁵ and 10⁶ released ones (a minute or more to make them)

  --persons N    people in the extract's population (default 100000)
  --requests N   requests of each page, four at once (default 200)
  --json         the numbers as JSON

It starts a demonstration of its own in a temporary folder; ALDGATE_URL names a running one instead.
Exit codes: 0 measured, 2 bad input, 3 could not run.
`;

const parts = ['pages', 'extract', 'sandbox', 'table', 'differencing'] as const;
type Part = (typeof parts)[number];

type Measures = {
	pages?: readonly PageTime[];
	extract?: ExtractTime;
	sandbox?: Measured;
	table?: TableTime;
	differencing?: readonly DifferencingTime[];
};

type Asked = {
	readonly chosen: readonly Part[];
	readonly persons: number;
	readonly requests: number;
	readonly json: boolean;
};

function asked(argv: readonly string[]): Asked {
	let given;
	try {
		given = parseArgs({
			args: [...argv],
			allowPositionals: true,
			options: {
				persons: { type: 'string', default: '100000' },
				requests: { type: 'string', default: '200' },
				json: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
		throw new BadCommand(`${why}; see npx aldgate bench --help.`);
	}
	const { values, positionals } = given;
	const unknown = positionals.find((word) => !(parts as readonly string[]).includes(word));
	if (unknown !== undefined)
		throw new BadCommand(`there is no part “${unknown}”; choose of ${parts.join(', ')}.`);
	return {
		chosen: parts.filter((part) => positionals.length === 0 || positionals.includes(part)),
		persons: whole('--persons', values.persons, 1_000, 5_000_000),
		requests: whole('--requests', values.requests, 5, 100_000),
		json: values.json
	};
}

function whole(name: string, text: string, least: number, most: number): number {
	const number = Number(text);
	if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number;
	throw new BadCommand(`${name}: give a whole number from ${String(least)} to ${String(most)}.`);
}

async function measure({ chosen, persons, requests }: Asked): Promise<Measures> {
	const measures: Measures = {};
	if (chosen.includes('pages')) {
		const portal = await demo(process.env);
		try {
			measures.pages = await measurePages(portal.url, requests);
		} finally {
			await portal.stop();
		}
	}
	if (chosen.includes('extract')) measures.extract = await measureExtract(persons);
	if (chosen.includes('sandbox')) measures.sandbox = await measureSandbox();
	if (chosen.includes('table')) measures.table = await measureTable(1_000_000);
	if (chosen.includes('differencing'))
		measures.differencing = await measureDifferencing([10_000, 100_000, 1_000_000]);
	return measures;
}

const ms = (time: number) => `${time < 100 ? time.toFixed(1) : time.toFixed(0)} ms`;
const times = (ratio: number) => `${ratio.toFixed(2)} ×`;
const row = (name: string, ...cells: string[]) =>
	`${name.padEnd(34)}${cells.map((cell) => cell.padStart(12)).join('')}`;

function table({ pages, extract, sandbox, table: judged, differencing }: Measures): string {
	const lines: string[] = [];
	if (pages)
		lines.push(
			row('Page', 'median', '95 %', 'ratio'),
			...pages.map(({ path, median, p95, ratio }) => row(path, ms(median), ms(p95), times(ratio))),
			''
		);
	if (extract) {
		const count = `${extract.persons.toLocaleString('en-GB')} people`;
		lines.push(
			row(`Extract, ${count}`, 'best', 'rows', 'ratio'),
			row('raw Parquet copy', ms(extract.copy), extract.rows.toLocaleString('en-GB'), times(1)),
			row(
				'de-identified extract',
				ms(extract.extract),
				extract.rows.toLocaleString('en-GB'),
				times(extract.ratio)
			),
			''
		);
	}
	if (sandbox)
		lines.push(
			row('Start of a process', 'median', '', 'ratio'),
			row('bare', ms(sandbox.bare), '', times(1)),
			row('in a sandbox', ms(sandbox.sandboxed), '', times(sandbox.ratio)),
			row('in a sandbox, DuckDB ready', ms(sandbox.ready), '', times(sandbox.ready / sandbox.bare)),
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
	return lines.join('\n');
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

/** `npx aldgate bench`: prints the table or JSON; resolves to the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
	try {
		const wish = asked(argv);
		const measures = await measure(wish);
		process.stdout.write(wish.json ? `${JSON.stringify(measures, null, '\t')}\n` : table(measures));
		return 0;
	} catch (error) {
		return refuse('bench', error);
	}
}
