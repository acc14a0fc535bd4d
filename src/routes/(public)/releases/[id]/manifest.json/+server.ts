import { error } from '@sveltejs/kit';
import { publicRelease } from '#domain/outputs/release/read.server.ts';
import type { RequestHandler } from './$types';

/** The very bytes that were signed. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { text } = await publicRelease(locals.db, params.id);
	if (text === null) error(404, 'This release is being signed. Try again in a minute.');
	return new Response(text, {
		headers: {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="manifest.json"'
		}
	});
};
