import { error } from '@sveltejs/kit';
import { certificateOf } from '#domain/workspaces/life/read.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const found = await certificateOf(locals.db, params.id);
	if (!found?.certificate) error(404, 'There is no certificate: this workspace was not destroyed.');
	return new Response(Buffer.from(found.signature ?? '', 'base64'), {
		headers: {
			'content-type': 'application/octet-stream',
			'content-disposition': 'attachment; filename="certificate-of-destruction.sig"',
			'cache-control': 'private, no-store'
		}
	});
};
