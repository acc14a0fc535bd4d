import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BadInput } from '#domain/pricing/bad-input.ts';
import { defaultCard, shippedCard, shippedCodes } from '#domain/pricing/cards.ts';
import { quote } from '#domain/pricing/quote.ts';
import { readRateCard, type RateCard } from '#domain/pricing/rate-card.ts';
import { readQuoteRequest } from '#domain/pricing/request.ts';
import { sealed } from '#domain/pricing/seal.server.ts';
import { londonDay } from '#platform/time.ts';
import { BadCommand, refuse } from './given.ts';
import { quoteTable } from './quote-table.ts';

export const help = `aldgate quote --request FILE [--rate-card CODE|FILE] [--json]

Prices a study, line by line, from a rate card. The same request, card and day always give the same
answer to the byte.

  --request FILE          the study as JSON ("-" reads standard input), for example
                          { "tier": "academic", "customer": { "country": "GB" },
                            "start": "2026-12-01", "months": 12, "users": 2, "at": "2026-11-22",
                            "products": [{ "code": "product-standard", "extraPeriods": 3 }] }
  --rate-card CODE|FILE   a card that ships with Aldgate (${shippedCodes.join(', ')}) or a JSON file;
                          ${defaultCard.code} when absent
  --json                  the whole answer as JSON, money in integer pence; "sha256" covers the rest
                          of the answer as canonical JSON with each amount as a string of pence
  --help                  this text

Exit codes: 0 priced · 2 bad input, said in one line · 3 could not run`;

function readText(file: string): string {
	try {
		return readFileSync(file === '-' ? 0 : file, 'utf8');
	} catch {
		throw new BadCommand(`${file}: this file cannot be read; check its name and permissions.`);
	}
}

function readJson(file: string): unknown {
	const text = readText(file);
	try {
		// some editors begin a file with a byte order mark
		return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
	} catch (error) {
		const why = error instanceof Error ? error.message.split('\n')[0] : '';
		throw new BadCommand(`${file}: this is not JSON (${why ?? ''}); correct the file.`);
	}
}

/** Adds the file to what is wrong inside it. */
function within<T>(file: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof BadInput)) throw error;
		const place = error.place === '' ? file : `${file}: ${error.place}`;
		throw new BadCommand(`${place}: ${error.message.replace(/\.$/, '')}.`);
	}
}

function cardOf(name: string | undefined): RateCard {
	if (name === undefined) return defaultCard;
	const shipped = shippedCard(name);
	if (shipped) return shipped;
	if (!/[./\\]/.test(name))
		throw new BadCommand(
			`--rate-card: there is no card “${name}”; choose ${shippedCodes.join(' or ')}, or name a file.`
		);
	const input = readJson(name);
	return within(name, () => readRateCard(input));
}

function optionsOf(argv: readonly string[]) {
	try {
		return parseArgs({
			args: [...argv],
			options: {
				request: { type: 'string' },
				'rate-card': { type: 'string' },
				json: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false }
			}
		}).values;
	} catch (error) {
		const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
		throw new BadCommand(`${why}; see npx aldgate quote --help.`);
	}
}

function answer(argv: readonly string[]): string {
	const options = optionsOf(argv);
	if (options.help) return help;
	const file = options.request;
	if (file === undefined)
		throw new BadCommand('--request: name the file of the study; see npx aldgate quote --help.');
	const card = cardOf(options['rate-card']);
	const input = readJson(file);
	const today = londonDay(Temporal.Now.instant());
	const priced = within(file, () => quote(readQuoteRequest(input), card, today));
	const whole = sealed(priced);
	return options.json ? JSON.stringify(whole, null, '\t') : quoteTable(priced, whole.sha256);
}

/** `npx aldgate quote`: writes the answer, or one line about what is wrong; resolves to the exit code. */
export function run(argv: readonly string[]): Promise<number> {
	try {
		process.stdout.write(`${answer(argv)}\n`);
		return Promise.resolve(0);
	} catch (error) {
		return Promise.resolve(refuse('quote', error));
	}
}
