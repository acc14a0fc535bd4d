import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { number, openDuck } from './duck.ts';
import { personDays } from './facts.ts';
import { keyedHere } from './keyed.ts';
import type { Options } from './options.ts';
import { installMacros } from './pseudonym.ts';
import type { Step } from './run.ts';
import type { Share } from './share.ts';
import { shiftDomain } from './shift.ts';
import { checkClasses, openSource } from './source.ts';
import { cohort } from './steps/cohort.ts';
import { cut } from './steps/cut.ts';
import { optOuts } from './steps/opt-outs.ts';
import { pseudonyms } from './steps/pseudonyms.ts';
import { signUp } from './steps/sign-up.ts';

/** What a helper does itself: who the people are is worked out again, never taken from another. */
const own: readonly Step[] = [cohort, signUp, optOuts, cut, pseudonyms];

const countFacts = 'select count(*) from facts';

type KeyUses = readonly { readonly domain: string; readonly values: number }[];

type Helping = Options & {
	readonly share: Share;
	/** Told on how many values each domain's key was used, however the help ended. */
	readonly used: (uses: KeyUses) => Promise<void>;
};

/**
 * Helps another vault with its extract: works out the same people from the same source, lists and
 * key, and takes parts until none is left. `out` is a scratch folder of this vault's own, gone at
 * the end; all that remains is in the share's staging folder, by SHA-256.
 */
export async function helpDeidentify(options: Helping): Promise<void> {
	const { out, rules, share, used } = options;
	rmSync(out, { recursive: true, force: true });
	const [work, release] = [join(out, 'work'), join(out, 'release')];
	for (const folder of [out, work, release]) mkdirSync(folder, { recursive: true, mode: 0o700 });
	const duck = await openDuck(join(work, 'spill'));
	let people = 0; // whose days were moved
	try {
		await installMacros(duck.db);
		const source = await openSource(duck.db, options.source, rules);
		checkClasses(source, rules);
		const run = {
			db: duck.db,
			source,
			rules,
			listsDir: options.lists,
			previousLists: options.previousLists ?? {},
			master: options.master,
			keyVersion: options.keyVersion ?? 1,
			work,
			release,
			share,
			details: new Map()
		};
		for (const step of own) {
			run.details.set(step.name, await step.run(run));
			if (step === cut && personDays(rules).shift) people = await number(duck.db, countFacts);
		}
	} finally {
		const uses = keyedHere(duck.db);
		duck.close();
		rmSync(out, { recursive: true, force: true });
		await used(people > 0 ? [...uses, { domain: shiftDomain, values: people }] : uses);
	}
}
