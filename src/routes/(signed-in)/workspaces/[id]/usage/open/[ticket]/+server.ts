import { error, redirect } from '@sveltejs/kit';
import { usagePage } from '#domain/workspaces/usage/read.server.ts';
import { someone } from '../../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** Follows a link that is good once: sends the browser to its server with a token made for it now. */
export const GET: RequestHandler = async ({ locals, params, setHeaders }) => {
	const actor = someone(locals);
	const { id, ticket } = params;
	await usagePage(locals.db, actor, id, locals.at); // 404 for who may not know of the workspace
	if (!/^[0-9a-f]{48}$/.test(ticket)) error(404, 'There is no such page.');
	const asked = { person: actor.id, workspace: id, ticket };
	const claimed = await locals.services.host.place.claim(asked);
	if (!claimed.ok) error(409, claimed.error.message);
	setHeaders({ 'referrer-policy': 'no-referrer' });
	redirect(303, claimed.url);
};
