import { error } from '@sveltejs/kit';
import { plotOf } from '#domain/workspaces/notebooks/plot.server.ts';
import { someone } from '../../../../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** A plot that a cell drew: nothing in it can run, no other page can use it, and nobody keeps it. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { id, notebook, run, plot } = params;
	const asked = { workspace: id, notebook, run, plot };
	const found = await plotOf(locals.db, someone(locals), locals.services.host.session, asked);
	if (!found) error(404, 'The session does not keep this plot any more. Run the cell again.');
	return new Response(new Uint8Array(found.bytes), {
		headers: {
			'content-type': found.media,
			'content-disposition': 'inline',
			'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, no-store'
		}
	});
};
