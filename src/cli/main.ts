import { describe } from './failure.ts';

type Command = {
	readonly help: string;
	/** Runs with the words after the command's name; answers the exit code. */
	readonly run: (argv: string[]) => Promise<number>;
};

/** Every command, loaded only when it is called: each starts as fast as it can. */
const commands: Record<string, { about: string; load: () => Promise<Command> }> = {
	start: {
		about: 'run the whole portal here, making what is missing',
		load: () => import('./start.ts')
	},
	serve: {
		about: 'run all processes, or one: portal, worker, vault, host',
		load: () => import('./serve.ts')
	},
	migrate: { about: 'bring the database up to date', load: () => import('./migrate.ts') },
	seed: { about: 'fill a database: seed base, seed demo', load: () => import('./seed.ts') },
	person: {
		about: 'add a person with roles and a password: person add',
		load: () => import('./person.ts')
	},
	journey: {
		about: 'do the main job over HTTP against a running demonstration',
		load: () => import('./journey.ts')
	},
	population: {
		about: 'make synthetic Londoners in OMOP CDM 5.4',
		load: () => import('./population.ts')
	},
	deidentify: { about: 'cut and de-identify an extract', load: () => import('./deidentify.ts') },
	table: {
		about: 'an evidence-based table with a verdict per cell',
		load: () => import('./table.ts')
	},
	check: {
		about: 'what an output checker’s scanner says of files',
		load: () => import('./check.ts')
	},
	release: {
		about: 'verify a signed release and its files: release verify',
		load: () => import('./release.ts')
	},
	snapshot: {
		about: 'verify what a gate let through: snapshot verify',
		load: () => import('./snapshot.ts')
	},
	quote: { about: 'an itemised quote from a rate card', load: () => import('./quote.ts') },
	docs: {
		about: 'write the documents that are generated from the tables',
		load: () => import('./docs.ts')
	},
	test: { about: 'everything CI runs', load: () => import('./test.ts') },
	bench: { about: 'measure, as ratios against plain baselines', load: () => import('./bench.ts') }
};

const usage = () =>
	[
		'Usage: npx aldgate COMMAND [--help]',
		'',
		...Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(11)} ${about}`),
		'',
		'Exit codes: 0 pass, 1 review, fail or refused, 2 bad input, 3 could not run.',
		''
	].join('\n');

const [name = '', ...argv] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (name === '' || name === '--help' || name === 'help') {
	process.stdout.write(usage());
} else if (!command) {
	process.stderr.write(
		`aldgate: there is no command "${name}"; npx aldgate --help lists them all.\n`
	);
	process.exitCode = 2;
} else {
	try {
		const { help, run } = await command.load();
		if (argv.includes('--help')) process.stdout.write(`${help.trim()}\n`);
		else process.exitCode = await run(argv);
	} catch (error) {
		process.stderr.write(`aldgate ${name}: ${describe(error)}\n`);
		process.exitCode = 3;
	}
}
