import { databaseAnswers } from '#platform/ready.server.ts';
import type { RequestHandler } from './$types';

/** Whether the portal can do its work: 503 when the database does not answer. */
export const GET: RequestHandler = async ({ locals }) =>
	(await databaseAnswers(locals.db))
		? Response.json({ ok: true, database: 'up' })
		: Response.json({ ok: false, database: 'down' }, { status: 503 });
