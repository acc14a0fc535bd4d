import { agreementPdf } from '#domain/agreements/pdf.server.ts';
import { printable } from '#domain/agreements/printable.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const agreement = await locals.db.read((tx) => printable(tx, params.id, locals.at));
	const bytes = await agreementPdf(agreement);
	return new Response(Uint8Array.from(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${agreement.reference.replace('/', '-')}.pdf"`
		}
	});
};
