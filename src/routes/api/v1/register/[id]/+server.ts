import { one } from '#domain/transparency/read.server.ts';
import { problem, refusal } from '../../problem.ts';
import type { RequestHandler } from './$types';

const known = /^(\d{1,15}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** One approved project, by id or number. */
export const GET: RequestHandler = async ({ locals, params }) => {
	if (!known.test(params.id))
		return problem(404, 'Refused', 'There is no such project in the register.');
	try {
		const entry = await one(locals.db, params.id);
		return Response.json(entry, { headers: { 'cache-control': 'public, max-age=60' } });
	} catch (error) {
		return refusal(error);
	}
};
