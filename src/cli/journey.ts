import { parseArgs } from 'node:util';
import { describe } from './failure.ts';
import { begin } from './journey/step.ts';
import { apply } from './journey/steps/apply.ts';
import { contract } from './journey/steps/contract.ts';
import { find } from './journey/steps/find.ts';
import { decide } from './journey/steps/review.ts';
import { release, work } from './journey/steps/work.ts';
import { londonDay } from '#platform/time.ts';

export const help = `
Usage: npx aldgate journey [--url URL] [--json]

Does the main job end to end over HTTP against a running demonstration, as each person in turn and
without JavaScript: count, quote, application, review, decision, agreement, payment, workspace,
analysis, output, two checks, release, register. Prints each step with its time and the address to look at.

  --url URL   where the demonstration runs (http://127.0.0.1:3000)
  --json      one JSON object a step

Exit codes: 0 all as expected, 1 a step was not, 2 bad input, 3 the portal could not be reached.
`;

const steps = [...find, ...apply, ...decide, ...contract, ...work, ...release];

export async function run(argv: string[]): Promise<number> {
	const given = options(argv);
	if (given === null) return 2;
	const { url, json } = given;
	try {
		await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(10_000) });
	} catch {
		process.stderr.write(
			`aldgate journey: nothing answers at ${url}; run npm start first, or name another with --url.\n`
		);
		return 3;
	}
	const now = Temporal.Now.instant();
	const title = `Type 2 diabetes by year of diagnosis, journey of ${now.toString().slice(0, 19).replace('T', ' at ')}`;
	const journey = begin(url, title, londonDay(now).toString());
	const began = performance.now();
	for (const [place, step] of steps.entries()) {
		const at = performance.now();
		const seconds = () => Number(((performance.now() - at) / 1000).toFixed(1));
		const tell = (ok: boolean, rest: Record<string, string>) => {
			const line = {
				step: place + 1,
				of: steps.length,
				name: step.name,
				ok,
				seconds: seconds(),
				...rest
			};
			const said = [...Object.values(rest)].join(' ');
			process.stdout.write(
				json
					? `${JSON.stringify(line)}\n`
					: `${ok ? '✓' : '✗'} ${String(place + 1).padStart(2)} ${step.name} (${seconds().toFixed(1)} s)\n     ${said}\n`
			);
		};
		try {
			tell(true, { address: new URL(await step.run(journey), url).href });
		} catch (error) {
			tell(false, { problem: describe(error) });
			return 1;
		}
	}
	if (!json)
		process.stdout.write(
			`The whole job in ${((performance.now() - began) / 1000).toFixed(0)} seconds.\n`
		);
	return 0;
}

function options(argv: string[]): { url: string; json: boolean } | null {
	try {
		const { values } = parseArgs({
			args: argv,
			options: {
				url: { type: 'string', default: 'http://127.0.0.1:3000' },
				json: { type: 'boolean', default: false }
			}
		});
		return { url: new URL(values.url).origin, json: values.json };
	} catch (error) {
		process.stderr.write(`aldgate journey: ${describe(error)}; see npx aldgate journey --help.\n`);
		return null;
	}
}
