import { manifestOf } from '#domain/workspaces/gates/read.server.ts';
import { someone } from '../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** The signature: 64 bytes. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { signature } = await manifestOf(locals.db, someone(locals), params.id);
	return new Response(Buffer.from(signature, 'base64'), {
		headers: {
			'content-type': 'application/octet-stream',
			'content-disposition': 'attachment; filename="manifest.sig"',
			'cache-control': 'no-store'
		}
	});
};
