import { invoicePdf } from '#domain/billing/pdf.server.ts';
import { printable } from '#domain/billing/show-invoice.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const invoice = await locals.db.read((tx) => printable(tx, params.number));
	const bytes = await invoicePdf(invoice);
	return new Response(Uint8Array.from(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${invoice.number}.pdf"`
		}
	});
};
