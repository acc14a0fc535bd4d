import { readFile } from '#domain/workspaces/ingress/read.server.ts';
import { someone } from '../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** A file that waits, for its reviewer: always as an attachment, never shown as a page of ours. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { db, services, at } = locals;
	const asked = { workspace: params.id, file: params.file, at };
	const { name, bytes } = await readFile(services.objects, db, someone(locals), asked);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/octet-stream',
			'content-disposition': `attachment; filename="${name}"`,
			'content-security-policy': "default-src 'none'; sandbox",
			'x-content-type-options': 'nosniff'
		}
	});
};
