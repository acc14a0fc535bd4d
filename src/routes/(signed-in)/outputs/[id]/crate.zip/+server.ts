import { crate } from '#domain/outputs/release/crate.server.ts';
import { someone } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** The release as a Five Safes RO-Crate: always as an attachment. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { db, services, at } = locals;
	const asked = { id: params.id, origin: url.origin, at };
	const { name, bytes } = await crate(services.objects, db, someone(locals), asked);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': `attachment; filename="${name}"`,
			'content-security-policy': "default-src 'none'; sandbox"
		}
	});
};
