import { error } from '@sveltejs/kit';
import { publicRelease } from '#domain/outputs/release/read.server.ts';
import type { RequestHandler } from './$types';

/** The signature of the manifest: 64 bytes, as openssl reads them. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { signature } = await publicRelease(locals.db, params.id);
	if (signature === null) error(404, 'This release is being signed. Try again in a minute.');
	return new Response(new Uint8Array(Buffer.from(signature, 'base64')), {
		headers: {
			'content-type': 'application/octet-stream',
			'content-disposition': 'attachment; filename="manifest.sig"'
		}
	});
};
