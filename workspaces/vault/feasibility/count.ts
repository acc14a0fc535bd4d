import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalCohort, withoutLists } from '#domain/catalogue/cohort.ts';
import type { Counted } from '#domain/catalogue/feasibility/protection.ts';
import type { Json } from '#platform/canonical.ts';
import { digest, sha256 } from '#platform/digest.server.ts';
import { countBins, type Question } from '../count.ts';
import { protectBins } from './noise.ts';
import type { Answers } from './store.server.ts';

type Place = { readonly source: string; readonly lists: string };

const hashOf = (path: string): string =>
	existsSync(path) ? sha256(readFileSync(path)) : 'missing';

/**
 * What a question is, whoever asks: the cohort in canonical form, its purpose, the data and lists it
 * is asked of, and the month, since sign-ups and ages move on.
 */
export function definitionOf(place: Place, { cohort, purpose, at }: Question): string {
	const asked: Json = {
		cohort: canonicalCohort(withoutLists(cohort)) as unknown as Json,
		purpose,
		month: at.slice(0, 7),
		catalogue: hashOf(join(place.source, 'catalogue.json')),
		lists: hashOf(join(place.lists, 'lists.json'))
	};
	return digest(asked);
}

export type Counter = {
	readonly place: Place;
	readonly answers: Answers;
	/** Seeds the noise; derived from the master key for this alone. */
	readonly key: Uint8Array;
	readonly now: () => Temporal.Instant;
	readonly limited: <T>(work: () => Promise<T>) => Promise<T>;
};

/**
 * How many people a study would have, as it may be shown: answered once a definition, charged once
 * an organisation, and the same for ever.
 * @throws Refusal when a list is missing, changed or too old; Problem 403 over the budget.
 */
export async function countFor(
	{ place, answers, key, now, limited }: Counter,
	asker: { readonly person: string; readonly organisation: string },
	question: Question
): Promise<Counted> {
	const definition = definitionOf(place, question);
	const asking = { ...asker, definition, at: now() };
	const before = await answers.before(asking);
	if (before) return before;
	const asked = { ...question, cohort: canonicalCohort(withoutLists(question.cohort)) };
	const bins = await limited(() => countBins(place, asked));
	return answers.keep(asking, protectBins(key, definition, bins));
}
