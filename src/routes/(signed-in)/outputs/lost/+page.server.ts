import { lostReleases } from '#domain/outputs/release/lost.server.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	title: 'Lost releases',
	releases: await lostReleases(locals.db, someone(locals))
});
