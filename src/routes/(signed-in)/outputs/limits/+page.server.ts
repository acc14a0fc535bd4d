import { limitsOf } from '#domain/disclosure/policies/limits.server.ts';
import { londonDay } from '#platform/time.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	title: 'What outputs are held to',
	projects: await limitsOf(locals.db, someone(locals), londonDay(locals.at))
});
