import { redirect } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { actorOf, cookieName } from '#domain/people/sessions.server.ts';
import { bind } from '#platform/db.server.ts';
import { headersOf } from '#platform/headers.ts';
import { isDatabaseAway } from '#platform/lost-database.ts';
import { log } from '#platform/log.server.ts';
import { renewAfter, surviveLostDatabase, timesMade } from '#platform/pool.server.ts';
import { Problem } from '#platform/problems.ts';
import { closeServices, openServices, type Services } from '#platform/services.server.ts';
import { asProblem } from './routes/api/v1/problem.ts';

let services: Services | undefined;

export const init: ServerInit = async () => {
	surviveLostDatabase();
	services = await openServices(process.env);
	const open = services;
	process.once('sveltekit:shutdown', () => void closeServices(open));
};

/** Pages outside these need somebody signed in; what they may see there is for policy to say. */
const signedIn = '/(signed-in)';

export const handle: Handle = async (input) => {
	const made = services === undefined ? 0 : timesMade(services.sql);
	try {
		return await answered(input);
	} catch (error) {
		if (!isDatabaseAway(error)) throw error;
		if (services) renewAfter(error, services.sql, made);
		return databaseAway(input.event.url.protocol);
	}
};

const answered: Handle = async ({ event, resolve }) => {
	if (!services) throw new Error('The portal has not started.');
	const { sql } = services;
	const at = Temporal.Now.instant();
	const token = event.cookies.get(cookieName);
	const actor = token === undefined ? null : await actorOf(sql, token, at);
	Object.assign(event.locals, {
		actor,
		db: bind(sql, actor?.id ?? null),
		at,
		requestId: crypto.randomUUID(),
		services
	} satisfies App.Locals);
	if (event.route.id?.startsWith(signedIn) && !actor) {
		const back = `${event.url.pathname}${event.url.search}`;
		redirect(303, `/sign-in?to=${encodeURIComponent(back)}`);
	}
	const resolved = await resolve(event);
	const response = event.url.pathname.startsWith('/api/') ? asProblem(resolved) : resolved;
	response.headers.set('x-request-id', event.locals.requestId);
	for (const [name, value] of Object.entries(headersOf(event.url.protocol)))
		response.headers.set(name, value);
	// what one person sees is never kept for another
	if (actor || event.route.id?.startsWith(signedIn))
		response.headers.set('cache-control', 'private, no-store');
	return response;
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { requestId } = event.locals;
	if (error instanceof Problem) return { status: error.status, message: error.message, requestId };
	if (isDatabaseAway(error)) return { status: 503, message: awayWords, requestId };
	if (isMalformedId(error)) return { status: 404, message: 'There is no such page.', requestId };
	if (isUnreadable(error))
		return { status: 400, message: 'The form could not be read.', requestId };
	if (kind === 'unknown')
		log.error({ requestId, route: event.route.id, error }, 'a request failed');
	return { requestId };
};

const awayWords = 'The portal cannot reach its database just now. Try again in a minute.';

/** A page without a layout, since that may ask the database too. */
function databaseAway(protocol: string): Response {
	const page = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not available · Aldgate</title><h1>Aldgate is not available</h1><p>${awayWords} Nothing that you saved is lost.</p></html>\n`;
	return new Response(page, {
		status: 503,
		headers: {
			...headersOf(protocol),
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'retry-after': '10'
		}
	});
}

/**
 * What Postgres says of an id in an address that names nothing: text that is no UUID, a number that
 * is too large, a character that no text of its may hold.
 */
const malformed: readonly unknown[] = ['22P02', '22003', '22021'];
const isMalformedId = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && malformed.includes(error.code);

/** A body that is not the form that its header says it is: a mistake of the sender, not of ours. */
const isUnreadable = (error: unknown): boolean =>
	error instanceof TypeError && error.message.startsWith('Failed to parse body as FormData');
