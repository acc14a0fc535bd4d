import { publicKeys } from '#domain/outputs/release/read.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	title: 'Keys of signed releases',
	keys: await publicKeys(locals.db)
});
