import { download } from '#domain/outputs/download.server.ts';
import { someone } from '../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** The file as it leaves: always as an attachment, never shown as a page of ours. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { db, services, at } = locals;
	const asked = { id: params.id, file: params.file, at };
	const { name, media, sha256, bytes } = await download(
		services.objects,
		db,
		someone(locals),
		asked
	);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': media.startsWith('text/') ? `${media}; charset=utf-8` : media,
			'content-disposition': `attachment; filename="${name}"`,
			'content-security-policy': "default-src 'none'; sandbox",
			'x-content-type-options': 'nosniff',
			digest: `sha-256=${Buffer.from(sha256, 'hex').toString('base64')}`
		}
	});
};
