import { currentLibrary } from '#domain/agreements/library/store.server.ts';
import { topicView } from '#domain/agreements/view.ts';
import { tierNames } from '#domain/pricing/tier.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const library = await locals.db.read((tx) => currentLibrary(tx, londonDay(locals.at)));
	const topic = library.topics.find(({ code }) => code === params.clause);
	if (!topic) throw new Problem(404, 'There is no such clause.');
	const { title, floor, options } = topicView(topic);
	return {
		title,
		floor,
		version: library.version,
		options: options.map(({ standardFor, code, title: name, text, note, approval, numbers }) => ({
			code,
			title: name,
			text,
			note,
			approval,
			numbers,
			standard:
				standardFor.length === 5
					? 'The standard for every study'
					: standardFor.length > 0
						? `The standard for: ${standardFor.map((tier) => tierNames[tier]).join('; ')}`
						: null
		}))
	};
};
