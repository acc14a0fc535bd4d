import { guidance } from '#domain/outputs/statistics.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	title: 'Why outputs come back, and what to do',
	...(await guidance(locals.db, locals.at))
});
