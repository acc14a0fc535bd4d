import { error } from '@sveltejs/kit';
import { publicKeys } from '#domain/outputs/release/read.server.ts';
import type { RequestHandler } from './$types';

/** One public key, as openssl reads it. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const key = (await publicKeys(locals.db)).find(({ id }) => id === params.id);
	if (!key) error(404, 'There is no such key.');
	return new Response(key.publicKey, {
		headers: {
			'content-type': 'application/x-pem-file',
			'content-disposition': `attachment; filename="${key.id}.pem"`,
			'cache-control': 'public, max-age=3600'
		}
	});
};
