import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDuck } from './duck.ts';
import type { Options } from './options.ts';
import { installMacros } from './pseudonym.ts';
import type { Step } from './run.ts';
import type { Share } from './share.ts';
import { checkClasses, openSource } from './source.ts';
import { cohort } from './steps/cohort.ts';
import { cut } from './steps/cut.ts';
import { optOuts } from './steps/opt-outs.ts';
import { pseudonyms } from './steps/pseudonyms.ts';
import { signUp } from './steps/sign-up.ts';

/** What a helper does itself: who the people are is worked out again, never taken from another. */
const own: readonly Step[] = [cohort, signUp, optOuts, cut, pseudonyms];

/**
 * Helps another vault with its extract: works out the same people from the same source, lists and
 * key, and takes parts until none is left. `out` is a scratch folder of this vault's own, gone at
 * the end; all that remains is in the share's staging folder, by SHA-256.
 */
export async function helpDeidentify(options: Options & { readonly share: Share }): Promise<void> {
	const { out, rules, share } = options;
	rmSync(out, { recursive: true, force: true });
	const [work, release] = [join(out, 'work'), join(out, 'release')];
	for (const folder of [out, work, release]) mkdirSync(folder, { recursive: true, mode: 0o700 });
	const duck = await openDuck(join(work, 'spill'));
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
		for (const step of own) run.details.set(step.name, await step.run(run));
	} finally {
		duck.close();
		rmSync(out, { recursive: true, force: true });
	}
}
