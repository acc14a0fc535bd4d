import type { RequestHandler } from './$types';

/** Whether the portal can do its work: the database answers. 503 and the reason otherwise. */
export const GET: RequestHandler = async ({ locals }) => {
	try {
		await locals.db.read((tx) => tx`select 1`);
		return Response.json({ ok: true, database: 'up' });
	} catch {
		return Response.json({ ok: false, database: 'down' }, { status: 503 });
	}
};
