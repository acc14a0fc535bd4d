import { parseArgs } from 'node:util';
import { generate, usualCut } from '#workspaces/population/generate.ts';
import { mostPersons } from '#workspaces/population/identities.ts';
import { Unusable } from '#workspaces/population/load-files.ts';
import { loadWords } from '#workspaces/population/load-words.ts';
import { load } from '#workspaces/population/load.ts';

export const help = `aldgate population --persons N --seed S --out DIR [--as-of DAY] [--lists-as-of DAY] [--json]
aldgate population --load DIR|ZIP [--out DIR] [--json]

Makes synthetic Londoners as OMOP CDM 5.4 Parquet files, with identities, controllers and opt-out
lists. Nobody in it is real. The same number, seed and days always make the same bytes.

  --persons N         how many people, from 1 to ${mostPersons.toLocaleString('en-GB')}
  --seed S            any text; another seed makes other people
  --out DIR           the folder to write to; a population already there is replaced
  --as-of DAY         last day of the record, ${usualCut} when absent
  --lists-as-of DAY   day on which the opt-out and sign-up lists were taken, 2026-11-01 when absent
  --load DIR|ZIP      reads a third party's OMOP 5.4 set instead (Parquet or CSV, a folder or a
                      .zip) and says how it differs from our layout; with --out the tables are
                      written there as Parquet, values unchanged
  --json              the answer as JSON
  --help              this text

Exit codes: 0 made, or the set can be used · 1 a needed table or column of the set is missing ·
2 bad input, said in one line · 3 could not run`;

const again = 'see npx aldgate population --help';

function optionsOf(argv: readonly string[]) {
	try {
		return parseArgs({
			args: [...argv],
			options: {
				persons: { type: 'string' },
				seed: { type: 'string' },
				out: { type: 'string' },
				load: { type: 'string' },
				'as-of': { type: 'string' },
				'lists-as-of': { type: 'string' },
				json: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false }
			}
		}).values;
	} catch (error) {
		const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
		throw new Unusable(`${why}; ${again}.`);
	}
}

type Options = ReturnType<typeof optionsOf>;

function given(options: Options, name: 'seed' | 'out' | 'persons'): string {
	const value = options[name];
	if (value === undefined || value === '') throw new Unusable(`--${name}: give a value; ${again}.`);
	return value;
}

function personsOf(options: Options): number {
	const value = given(options, 'persons');
	const persons = /^\d{1,7}$/.test(value) ? Number(value) : 0;
	if (persons < 1 || persons > mostPersons)
		throw new Unusable(
			`--persons: “${value}” is not a whole number from 1 to ${mostPersons}; give one.`
		);
	return persons;
}

function dayOf(options: Options, name: 'as-of' | 'lists-as-of'): string | undefined {
	const value = options[name];
	if (value === undefined) return undefined;
	try {
		const day = Temporal.PlainDate.from(value, { overflow: 'reject' }).toString();
		// a record begins in 2015; a year of it is the least that makes sense
		if (/^\d{4}-\d\d-\d\d$/.test(value) && day >= '2016-01-01' && day <= '2100-01-01') return day;
	} catch {
		// said below
	}
	throw new Unusable(
		`--${name}: “${value}” is not a day from 2016-01-01 on; write it as 2026-10-31.`
	);
}

async function make(options: Options): Promise<number> {
	const began = performance.now();
	const asOf = dayOf(options, 'as-of');
	const listsAsOf = dayOf(options, 'lists-as-of');
	const { catalogue, files } = await generate({
		persons: personsOf(options),
		seed: given(options, 'seed'),
		out: given(options, 'out'),
		...(asOf === undefined ? {} : { asOf }),
		...(listsAsOf === undefined ? {} : { listsAsOf }),
		onStep: (step) => {
			if (!options.json) process.stderr.write(`${step} …\n`);
		}
	});
	const tables = [
		...catalogue.datasets.flatMap((dataset) => dataset.tables),
		...catalogue.internal
	];
	const rows = Object.fromEntries(tables.map((table) => [table.name, table.rows]));
	const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
	if (options.json)
		return say(JSON.stringify({ out: options.out, rows, files, seconds }, null, '\t'));
	const lines = Object.entries(rows).map(
		([name, count]) => `  ${name.padEnd(22)}${count.toLocaleString('en-GB').padStart(12)}`
	);
	return say([...lines, `Made in ${seconds} seconds in ${given(options, 'out')}.`].join('\n'));
}

async function read(options: Options, source: string): Promise<number> {
	if (options.persons !== undefined || options.seed !== undefined)
		throw new Unusable(`--load: it goes without --persons and --seed; ${again}.`);
	const report = await load(source, options.out);
	say(options.json ? JSON.stringify(report, null, '\t') : loadWords(report));
	return report.usable ? 0 : 1;
}

function say(words: string): number {
	process.stdout.write(`${words}\n`);
	return 0;
}

/** `npx aldgate population`: makes or loads a population; resolves to the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
	try {
		const options = optionsOf(argv);
		if (options.help) return say(help);
		return await (options.load === undefined ? make(options) : read(options, options.load));
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		const known = error instanceof Unusable;
		process.stderr.write(
			`${(known ? message : `The population could not be made: ${message}`).replace(/\s+/g, ' ')}\n`
		);
		return known ? 2 : 3;
	}
}
