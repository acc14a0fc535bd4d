import { currentLibrary } from '#domain/agreements/library/store.server.ts';
import { topicView } from '#domain/agreements/view.ts';
import { londonDay } from '#platform/time.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const library = await locals.db.read((tx) => currentLibrary(tx, londonDay(locals.at)));
	return {
		title: 'Standard terms',
		version: library.version,
		from: library.effectiveFrom.toString(),
		topics: library.topics.map((topic) => {
			const { code, title, floor, options } = topicView(topic);
			return {
				code,
				title,
				floor: floor.limit,
				standards: options
					.filter(({ standardFor }) => standardFor.length > 0)
					.map(({ title: name, note, standardFor }) => ({
						name,
						note,
						forAll: standardFor.length === 5,
						company: standardFor.includes('commercial')
					}))
			};
		})
	};
};
