import { publicKeys } from '#domain/outputs/release/read.server.ts';
import type { RequestHandler } from './$types';

/** The public keys that releases are or were signed with, the one in use first. */
export const GET: RequestHandler = async ({ locals }) =>
	Response.json(
		{ items: await publicKeys(locals.db) },
		{ headers: { 'cache-control': 'public, max-age=300' } }
	);
