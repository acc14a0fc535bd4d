import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';

/** The hub's answer. `body` may hold a token: nobody logs it. */
type Answer = { readonly status: number; readonly body: string };

/** The hub cannot be reached, or says what it should not. The message holds no token and no body. */
export class HubError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'HubError';
	}
}

const Server = v.object({
	name: v.string(),
	ready: v.boolean(),
	pending: v.nullable(v.string()),
	url: v.string(),
	user_options: v.optional(v.nullable(v.record(v.string(), v.unknown())))
});
const User = v.object({
	name: v.string(),
	servers: v.optional(v.nullable(v.record(v.string(), Server)), {})
});
const Token = v.object({ id: v.string(), note: v.optional(v.nullable(v.string()), '') });
const Made = v.object({ id: v.string(), token: v.pipe(v.string(), v.nonEmpty()) });

export type HubUser = v.InferOutput<typeof User>;
export type HubServer = v.InferOutput<typeof Server>;

export type Hub = {
	/** Without a slash at its end, as browsers reach it: https://hub.example */
	readonly url: string;
	/** Makes the person known; fine when they are already. */
	readonly addUser: (name: string) => Promise<void>;
	readonly user: (name: string) => Promise<HubUser | null>;
	/** Everybody who has a server, a page at a time. */
	readonly usersWithServers: () => Promise<readonly HubUser[]>;
	/** Fine when it runs already. @throws HubError when the hub refuses. */
	readonly start: (user: string, server: string, options: object) => Promise<void>;
	readonly stop: (user: string, server: string) => Promise<void>;
	/** A token of this person for these scopes alone. */
	readonly makeToken: (
		user: string,
		asked: { note: string; scopes: readonly string[]; seconds: number }
	) => Promise<string>;
	/** Revokes the person's tokens of this note; answers how many there were. */
	readonly revokeTokens: (user: string, note: string) => Promise<number>;
};

/** JupyterHub's REST API (2.0 and later; scopes of tokens need 3.0), asked with a service's token. */
export function hubAt(url: string, token: string, patience = 60_000): Hub {
	const ask = (method: string, path: string, body?: object): Promise<Answer> =>
		new Promise((done, failed) => {
			const address = new URL(`${url}/hub/api${path}`);
			const sent = (address.protocol === 'https:' ? secure : plain)(
				address,
				{
					method,
					headers: {
						authorization: `token ${token}`,
						...(body ? { 'content-type': 'application/json' } : {})
					},
					timeout: patience
				},
				(response) => {
					let text = '';
					response.setEncoding('utf8');
					response.on('data', (some: string) => (text += some));
					response.on('end', () => {
						done({ status: response.statusCode ?? 0, body: text });
					});
				}
			);
			sent.on('timeout', () => sent.destroy(new Error('it did not answer in time')));
			sent.on('error', (error) => {
				failed(new HubError(`JupyterHub cannot be reached: ${error.message}.`));
			});
			sent.end(body && JSON.stringify(body));
		});
	const expect = async (allowed: readonly number[], ...asked: Parameters<typeof ask>) => {
		const answer = await ask(...asked);
		if (!allowed.includes(answer.status))
			throw new HubError(
				`JupyterHub answered ${String(answer.status)} to ${asked[0]} ${asked[1].split('?')[0] ?? ''}.`
			);
		return answer;
	};
	const read = <T>(schema: v.GenericSchema<unknown, T>, { body }: Answer): T => {
		const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
		if (!parsed.success) throw new HubError('JupyterHub answered something that is not its API.');
		return parsed.output;
	};
	const at = (user: string) => `/users/${encodeURIComponent(user)}`;
	const of = (user: string, server: string) => `${at(user)}/servers/${encodeURIComponent(server)}`;
	return {
		url,
		addUser: async (name) => {
			await expect([201, 409], 'POST', at(name));
		},
		user: async (name) => {
			const answer = await expect([200, 404], 'GET', at(name));
			return answer.status === 404 ? null : read(User, answer);
		},
		usersWithServers: async () => {
			const all: HubUser[] = [];
			for (;;) {
				const path = `/users?state=active&limit=100&offset=${String(all.length)}`;
				const page = read(v.array(User), await expect([200], 'GET', path));
				all.push(...page);
				if (page.length < 100) return all;
			}
		},
		start: async (user, server, options) => {
			// 400: it runs already, or something of it is pending; which, its state says
			await expect([201, 202, 400], 'POST', of(user, server), options);
		},
		stop: async (user, server) => {
			// 400: something of it is pending, such as its start; a moment later it can be stopped
			for (let tries = 0; tries < 60; tries++) {
				const end = { remove: true };
				const { status } = await expect([202, 204, 400, 404], 'DELETE', of(user, server), end);
				if (status !== 400) return;
				await pause(500);
			}
			throw new HubError('JupyterHub did not stop a server within 30 s.');
		},
		makeToken: async (user, { note, scopes, seconds }) =>
			read(
				Made,
				await expect([200, 201], 'POST', `${at(user)}/tokens`, {
					...{ note, scopes },
					expires_in: seconds
				})
			).token,
		revokeTokens: async (user, note) => {
			const answer = await expect([200, 404], 'GET', `${at(user)}/tokens`);
			if (answer.status === 404) return 0;
			const { api_tokens: all } = read(v.object({ api_tokens: v.array(Token) }), answer);
			const ours = all.filter((one) => one.note === note);
			for (const { id } of ours) await expect([204, 404], 'DELETE', `${at(user)}/tokens/${id}`);
			return ours.length;
		}
	};
}
