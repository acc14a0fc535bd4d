import { parseArgs } from 'node:util';
import { measureFrames, type FramesTime } from '#workspaces/host/measure-frames.ts';
import { measureSandbox, type Measured } from '#workspaces/host/measure.ts';
import { demo } from './bench/demo.ts';
import { measureDesk, type DeskTime } from './bench/desk.ts';
import { measureDifferencing, type DifferencingTime } from './bench/differencing.ts';
import { measureExtract, type ExtractTime } from './bench/extract.ts';
import { baseline, measurePages, type PageTime } from './bench/pages.ts';
import { measureRequests, passes, type RequestsTime } from './bench/requests.ts';
import { measureTable, type TableTime } from './bench/table.ts';
import { measureWhatIf, type WhatIfTime } from './bench/what-if.ts';
import { printed } from './bench/print.ts';
import { BadCommand, refuse } from './given.ts';

export const help = `
Usage: npm run bench    (or npx aldgate bench [PART …] [--persons N] [--requests N] [--outputs N] [--json])

Measures in one run and prints ratios, which say more than times of one machine:
  pages     list pages against ${baseline}, the lightest page of the same build
  desk      a checker's page of a flagged table of 40 × 30 cells and more, against the same lightest page
  extract   a de-identified extract of every table against DuckDB copying the same rows, as they were
            and as they are released: time, processor time, and memory (43,000 people are a million rows)
  what-if   what would be if less was released, answered over 10,000,000 people, against grouping them anew
  sandbox   the start of a sandbox against a bare process
  frames    1,000,000 rows of five columns from SQL to R and Python and back, in one session
  table     a judged table of 50 × 100 cells over 1,000,000 records against DuckDB adding up the same
            count, sum and two largest, and again with totals, suppression and the attacker's audit
  differencing   1,000 new cells against 10⁴, 10⁵ and 10⁶ released ones (a minute or more to make them)
  requests  made-up output requests, every fifth with a planted fault, scanned and judged: what is
            missed, what is a false alarm, and the time of one request; it fails when a fault is
            missed or 1 % of safe cells raise an alarm

  --persons N    people in the extract's population (default 100000)
  --requests N   requests of each page, four at once (default 200)
  --outputs N    output requests that are made up (default 200)
  --json         the numbers as JSON

It starts a demonstration of its own in a temporary folder; ALDGATE_URL names a running one instead.
Exit codes: 0 measured, 1 a measure did not pass, 2 bad input, 3 could not run.
`;

const parts = [
	'pages',
	'desk',
	'extract',
	'what-if',
	'sandbox',
	'frames',
	'table',
	'differencing',
	'requests'
] as const;
type Part = (typeof parts)[number];

export type Measures = {
	pages?: readonly PageTime[];
	desk?: DeskTime;
	extract?: ExtractTime;
	whatIf?: WhatIfTime;
	sandbox?: Measured;
	frames?: FramesTime;
	table?: TableTime;
	differencing?: readonly DifferencingTime[];
	requests?: RequestsTime;
};

type Asked = {
	readonly chosen: readonly Part[];
	readonly persons: number;
	readonly requests: number;
	readonly outputs: number;
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
				outputs: { type: 'string', default: '200' },
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
		outputs: whole('--outputs', values.outputs, 1, 10_000),
		json: values.json
	};
}

function whole(name: string, text: string, least: number, most: number): number {
	const number = Number(text);
	if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number;
	throw new BadCommand(`${name}: give a whole number from ${String(least)} to ${String(most)}.`);
}

async function measure({ chosen, persons, requests, outputs }: Asked): Promise<Measures> {
	const measures: Measures = {};
	if (chosen.includes('pages') || chosen.includes('desk')) {
		const portal = await demo(process.env);
		try {
			if (chosen.includes('pages')) measures.pages = await measurePages(portal.url, requests);
			if (chosen.includes('desk')) measures.desk = await measureDesk(portal.url, requests);
		} finally {
			await portal.stop();
		}
	}
	if (chosen.includes('extract')) measures.extract = await measureExtract(persons);
	if (chosen.includes('what-if')) measures.whatIf = await measureWhatIf(10_000_000);
	if (chosen.includes('sandbox')) measures.sandbox = await measureSandbox();
	if (chosen.includes('frames')) measures.frames = await measureFrames();
	if (chosen.includes('table')) measures.table = await measureTable(1_000_000);
	if (chosen.includes('differencing'))
		measures.differencing = await measureDifferencing([10_000, 100_000, 1_000_000]);
	if (chosen.includes('requests')) measures.requests = await measureRequests(outputs);
	return measures;
}

/** `npx aldgate bench`: prints the table or JSON; resolves to the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
	try {
		const wish = asked(argv);
		const measures = await measure(wish);
		process.stdout.write(
			wish.json ? `${JSON.stringify(measures, null, '\t')}\n` : printed(measures)
		);
		return measures.requests === undefined || passes(measures.requests) ? 0 : 1;
	} catch (error) {
		return refuse('bench', error);
	}
}
