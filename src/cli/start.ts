import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { generate } from '#workspaces/population/generate.ts';
import { refreshLists } from '#workspaces/population/generate-lists.ts';
import { settings } from '#platform/settings.ts';
import { londonDay } from '#platform/time.ts';
import { seedDemo } from '#db/seed/demo.ts';
import { buildPortal } from './processes/build.ts';
import { launch, root } from './processes/launch.ts';
import { prepareSandbox } from './processes/prepare.ts';

export const help = `
Usage: npm start    (or npx aldgate start)

Runs the whole portal on this machine: builds it, starts a Postgres of its own, makes 20,000 synthetic
Londoners, fills in demonstration people and projects, starts portal, worker, vault and host, and
prints the address. Everything lies in ./.aldgate (ALDGATE_HOME); Ctrl-C stops all of it.

With DATABASE_URL and DATABASE_OWNER_URL set it uses that Postgres and starts without demonstration.
Settings: HOST, PORT, ALDGATE_HOME, ALDGATE_ORIGIN; see the README.
`;

/** People in the demonstration's population, and the seed they are made from. */
const londoners = { persons: 20_000, seed: 1 } as const;

const say = (line: string) => process.stdout.write(`${line}\n`);

export async function run(): Promise<number> {
	const env = { ...process.env };
	if (!env['DATABASE_URL'] && !env['DATABASE_OWNER_URL']) env['ALDGATE_DEMO'] ??= '1';
	const read = settings(env);
	prepareSandbox(say);
	const build = buildPortal(root, say);

	const portal = await launch(read, env, build, ({ home }) =>
		read.demo ? londonersIn(home) : Promise.resolve()
	);

	const ended = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
			process.once(signal, () => {
				resolve();
			});
	});
	let code = 0;
	try {
		if (read.demo) await Promise.race([seedDemo({ ...portal, say }), ended]);
		say(welcome(read.origin, read.demo));
		await Promise.race([
			ended,
			portal.running.failed.then((role) => {
				process.stderr.write(
					`aldgate start: the ${role} process keeps ending; its reason is above.\n`
				);
				code = 3;
			})
		]);
	} finally {
		say('Stopping.');
		await portal.stop();
	}
	return code;
}

/** Synthetic Londoners, made once; their opt-out lists are dated today, as a real feed would be. */
async function londonersIn(home: string): Promise<void> {
	const [warehouse, today] = [`${home}/warehouse`, londonDay(Temporal.Now.instant()).toString()];
	if (existsSync(`${warehouse}/catalogue.json`)) {
		await refreshLists(warehouse, today);
		return;
	}
	say(`Making ${londoners.persons.toLocaleString('en-GB')} synthetic Londoners.`);
	const making = `${home}/warehouse.new`;
	await rm(making, { recursive: true, force: true });
	await generate({ ...londoners, out: making, listsAsOf: today });
	await rm(warehouse, { recursive: true, force: true });
	await rename(making, warehouse);
}

const welcome = (origin: string, demo: boolean) =>
	[
		'',
		`Aldgate is running at ${origin}`,
		...(demo
			? [
					'',
					`Sign in at ${origin}/sign-in with one click, and try:`,
					'  Amara Okafor     academic researcher: count people, get a price, apply, analyse',
					'  Priya Raman      industry partner with an agreement, an invoice and a workspace',
					'  Carlos Mendes    output checker with a queue',
					'',
					`Without signing in: ${origin}/register, ${origin}/datasets, ${origin}/prices`,
					'The whole job in one command, beside this one: npx aldgate journey'
				]
			: []),
		'Ctrl-C stops everything.',
		''
	].join('\n');
