import { preview } from '#domain/outputs/preview.server.ts';
import { someone } from '../../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** The picture of a plot as it would leave: nothing in it can run, and no other page can use it. */
export const GET: RequestHandler = async ({ locals, params }) => {
	someone(locals);
	const { media, bytes } = await preview(locals.services.objects, locals.db, params);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': media,
			'content-disposition': 'inline',
			'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, no-store'
		}
	});
};
