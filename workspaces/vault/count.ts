import type { Cohort, Purpose } from '#domain/catalogue/cohort.ts';
import { openDuck, rows } from '#workspaces/deidentify/duck.ts';
import { installMacros } from '#workspaces/deidentify/pseudonym.ts';
import { Refusal } from '#workspaces/deidentify/refusal.ts';
import { parseRules } from '#workspaces/deidentify/rules.ts';
import type { Run } from '#workspaces/deidentify/run.ts';
import { openSource } from '#workspaces/deidentify/source.ts';
import { cohort, compiled } from '#workspaces/deidentify/steps/cohort.ts';
import { optOuts, usable } from '#workspaces/deidentify/steps/opt-outs.ts';
import { signUp } from '#workspaces/deidentify/steps/sign-up.ts';
import type { Bins } from './feasibility/noise.ts';

export type Question = {
	readonly cohort: Cohort;
	readonly purpose: Purpose;
	/** The day it is asked, ISO. */
	readonly at: string;
};

/** What may be shown: rounded to 5, and nothing below 10. */
export type Count = { readonly shown: string; readonly count: number | null };

export const hidden: Count = { shown: 'fewer than 10', count: null };

/**
 * A count as it may be shown where nobody chooses what is counted: in the catalogue, and between two
 * cuts. Counts of chosen cohorts go through `feasibility/noise.ts`.
 */
export function protect(people: number): Count {
	const count = Math.round(people / 5) * 5;
	return people < 10 ? hidden : { shown: count.toLocaleString('en-GB'), count };
}

type Place = { readonly source: string; readonly lists: string };

/** Opens the warehouse for a question. Nothing is written, and no key is needed: nobody is named. */
export async function withSource<T>(
	place: Place,
	{ cohort: wanted, purpose, at }: Omit<Question, 'cohort'> & { readonly cohort: Partial<Cohort> },
	work: (run: Run) => Promise<T>
): Promise<T> {
	const rules = parseRules({
		project: 'feasibility',
		purpose,
		at,
		population: { cohort: wanted },
		tables: [{ name: 'person' }]
	});
	const duck = await openDuck(null);
	try {
		await installMacros(duck.db);
		const source = await openSource(duck.db, place.source, rules);
		return await work({
			db: duck.db,
			source,
			rules,
			listsDir: place.lists,
			previousLists: {},
			master: Buffer.alloc(0),
			keyVersion: 0,
			work: null,
			release: '',
			details: new Map()
		});
	} finally {
		duck.close();
	}
}

/**
 * The very steps that cut an extract: cohort, sign-up, opt-outs. Leaves them in table `people` and
 * answers how many they are. @throws Refusal when a list cannot be used or nobody is left.
 */
export async function usablePeople(run: Run): Promise<number> {
	await cohort.run(run);
	await signUp.run(run);
	const { people } = await optOuts.run(run);
	return Number(people);
}

/** One condition after the other: the place of the first that does not hold, or how many there are. */
const firstBroken = (conditions: readonly string[]): string =>
	`case ${conditions.map((sql, place) => `when not (${sql}) then ${String(place)}`).join(' ')}
	else ${String(conditions.length)} end`;

/**
 * The people of a study, and how many each part of its cohort leaves out, of all who may be in any
 * study for its purpose. Exact: for `protectBins` alone.
 * @throws Refusal when a list is missing, changed or too old.
 */
export const countBins = (place: Place, question: Question): Promise<Bins> =>
	withSource(place, question, async (opened) => {
		const run = { ...opened, whole: true };
		try {
			await usablePeople(run);
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'EMPTY_COHORT') throw error;
		}
		const parts = compiled(run).parts('usable_matches');
		const found = await rows(
			run.db,
			parts.length === 0
				? `select 0 as place, count(*) as people from people`
				: `select ${firstBroken(parts.map(({ sql }) => sql))} as place, count(*) as people
					from (${usable}) group by 1`
		);
		const people = (wanted: number) =>
			Number(found.find(({ place: at }) => Number(at) === wanted)?.['people'] ?? 0);
		return {
			lost: parts.map(({ key }, at) => ({ key, people: people(at) })),
			left: people(parts.length)
		};
	});
