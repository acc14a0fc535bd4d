import { statistics } from '#domain/outputs/statistics.server.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	title: 'How fast and how alike we check',
	...(await statistics(locals.db, someone(locals), locals.at))
});
