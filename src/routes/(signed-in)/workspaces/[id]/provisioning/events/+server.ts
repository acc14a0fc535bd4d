import { setTimeout as pause } from 'node:timers/promises';
import { provisioningPage } from '#domain/workspaces/read.server.ts';
import { someone } from '../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** Longest that one connection stays open: a browser opens another by itself. */
const longest = 10 * 60_000;

/**
 * Tells a page that is looking on that a step has moved, and that all is over: the page then asks
 * for its own data, so nothing is told here that its reader may not see.
 */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const actor = someone(locals);
	const look = async () => {
		const { status, steps } = await provisioningPage(locals.db, actor, params.id, locals.at);
		return { status, seen: JSON.stringify([status, steps]) };
	};
	const first = await look(); // 404 before anything is streamed
	const { signal } = request;
	const words = new TextEncoder();
	let gone = false;
	const stream = new ReadableStream<Uint8Array>({
		async start(controller) {
			const tell = (event: string) => {
				controller.enqueue(words.encode(`event: ${event}\ndata: ${event}\n\n`));
			};
			let { status, seen } = first;
			try {
				tell('step');
				for (let waited = 0; waited < longest; waited += 700) {
					if (gone || signal.aborted || status !== 'provisioning') break;
					await pause(700, undefined, { signal });
					const now = await look();
					if (now.seen !== seen) tell('step');
					({ status, seen } = now);
				}
				if (status !== 'provisioning') tell('done');
				controller.close();
			} catch {
				// the reader has gone, or may not look any longer
				if (!gone) controller.close();
			}
		},
		cancel() {
			gone = true;
		}
	});
	return new Response(stream, {
		headers: { 'content-type': 'text/event-stream', 'cache-control': 'private, no-store' }
	});
};
