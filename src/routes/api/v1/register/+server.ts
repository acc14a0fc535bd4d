import { after } from '#domain/transparency/read.server.ts';
import { filtersOf } from '#domain/transparency/register.ts';
import { problem } from '../problem.ts';
import type { RequestHandler } from './$types';

const pageSize = 50;

/** Approved projects, the latest first. `cursor` is the `next` of the page before. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const cursor = url.searchParams.get('cursor') ?? '';
	if (!/^\d{0,15}$/.test(cursor))
		return problem(422, 'Bad input', 'Give as cursor the “next” of the page before.', [
			{ place: 'cursor', message: 'should be a number' }
		]);
	const from = cursor === '' ? null : BigInt(cursor);
	const found = await after(locals.db, filtersOf(url.searchParams), from, pageSize);
	return Response.json(found, { headers: { 'cache-control': 'public, max-age=60' } });
};
