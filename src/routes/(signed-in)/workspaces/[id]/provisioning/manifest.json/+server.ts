import { manifestOf } from '#domain/workspaces/gates/read.server.ts';
import { someone } from '../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** The very bytes that the vault signed. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { manifest } = await manifestOf(locals.db, someone(locals), params.id);
	return new Response(manifest, {
		headers: {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="manifest.json"',
			'cache-control': 'no-store'
		}
	});
};
