import { publicRelease } from '#domain/outputs/release/read.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const release = await publicRelease(locals.db, params.id);
	return { title: `Release: ${release.title}`, release };
};
