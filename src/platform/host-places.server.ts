import * as v from 'valibot';
import { Failed } from './host-shapes.ts';
import type { Whose } from './host-sessions.server.ts';

const driver = v.picklist(['host', 'jupyterhub']);
const state = v.picklist(['none', 'starting', 'ready', 'running', 'idle', 'stopped']);
const Looked = v.union([v.object({ ok: v.literal(true), driver, state }), Failed]);
const Opened = v.union([
	v.object({ ok: v.literal(true), driver, state, ticket: v.nullable(v.string()) }),
	Failed
]);
const Claimed = v.union([v.object({ ok: v.literal(true), url: v.string() }), Failed]);

/** Live places of people, whichever driver their workspace has. */
export type PlaceClient = {
	look(whose: Whose): Promise<v.InferOutput<typeof Looked>>;
	/** Opens or finds the place; `ticket`, when it is ready and lies elsewhere, is good once and for a minute. */
	open(whose: Whose): Promise<v.InferOutput<typeof Opened>>;
	/** Trades a ticket for the address, which holds a token: send the browser there and write it nowhere. */
	claim(asked: Whose & { readonly ticket: string }): Promise<v.InferOutput<typeof Claimed>>;
	stop(whose: Whose): Promise<void>;
};

/** The calls of places over a way to ask the host. */
export const placesOver = (
	post: (path: string, body: object) => Promise<unknown>
): PlaceClient => ({
	look: async (whose) => v.parse(Looked, await post('/place/look', whose)),
	open: async (whose) => v.parse(Opened, await post('/place/open', whose)),
	claim: async (asked) => v.parse(Claimed, await post('/place/claim', asked)),
	stop: async (whose) => {
		await post('/place/stop', whose);
	}
});
