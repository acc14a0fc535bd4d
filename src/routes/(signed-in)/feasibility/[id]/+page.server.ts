import { cohortInWords, partsInWords } from '#domain/catalogue/cohort-words.ts';
import { versionNames } from '#domain/catalogue/code-lists/store.server.ts';
import { conceptsOf, listsOf } from '#domain/catalogue/cohort.ts';
import { margin } from '#domain/catalogue/feasibility/protection.ts';
import { builderQuery } from '#domain/catalogue/feasibility/feasibility.ts';
import { countById } from '#domain/catalogue/feasibility/store.server.ts';
import { conceptNames } from '#domain/catalogue/store.server.ts';
import { purposeNames } from '#domain/controllers/coverage.ts';
import { boards } from '#domain/controllers/store.server.ts';
import { may } from '#domain/people/permissions.ts';
import { Problem } from '#platform/problems.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

/** The calculator starts from the use that goes with the purpose of the count. */
const uses = { planning: 'nhs', research: 'research', industry: 'product' } as const;

/** A line of the chart; the summary below it has the whole words. */
const short = (words: string) => (words.length > 34 ? `${words.slice(0, 33).trimEnd()}…` : words);

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const { found, names } = await locals.db.read(async (tx) => {
		const one = await countById(tx, params.id);
		return {
			found: one,
			names: {
				conditions: await conceptNames(tx, one === null ? [] : conceptsOf(one.cohort)),
				boards: new Map((await boards(tx)).map(({ code, name }) => [code, name])),
				lists: await versionNames(tx, one === null ? [] : listsOf(one.cohort))
			}
		};
	});
	if (!found) throw new Problem(404, 'There is no such count.');
	const parts = partsInWords(found.cohort, names);
	const steps = found.steps.map(({ key, shown, count }) => ({
		label: short(parts.get(key) ?? 'A criterion'),
		value: count,
		note: shown
	}));
	const mine = found.personId === actor.id;
	return {
		title: 'Count',
		id: found.id,
		shown: found.shown,
		few: found.count === null,
		at: found.at.toString(),
		purpose: purposeNames[found.purpose],
		use: uses[found.purpose],
		margin,
		attrition:
			found.usable === null
				? []
				: [
						{
							label: 'Everybody who may be studied',
							value: found.usable.count,
							note: found.usable.shown
						},
						...steps
					],
		words: cohortInWords(found.cohort, names),
		again: builderQuery(found.cohort, found.purpose),
		mine,
		mayApply: mine && may(actor, 'application.start').allowed
	};
};
