import type { Driver, State, Whose } from '#workspaces/drivers/driver.ts';
import { HubError, type Hub, type HubServer } from './hub.ts';
import { behind, serverName, userName } from './names.ts';

/** How long a token lets its bearer in, in seconds: a working day. */
const seconds = 12 * 3600;

/** By this note the tokens of one person for one workspace are found again, and nothing else is. */
const noteOf = ({ workspace }: Whose): string => `aldgate ${workspace}`;

const stateOf = (server: HubServer | undefined): State => {
	if (!server) return 'none';
	if (server.pending === 'spawn') return 'starting';
	return server.ready ? 'ready' : 'stopped';
};

/** The second driver: one server of a JupyterHub for each person and workspace. */
export function jupyterhubDriver(hub: Hub): Driver {
	const find = async ({ person, workspace }: Whose): Promise<HubServer | undefined> =>
		(await hub.user(userName(person)))?.servers?.[serverName(workspace)];
	const stop = async (whose: Whose): Promise<void> => {
		// the tokens first: whoever holds one is out even while the server still stops
		await hub.revokeTokens(userName(whose.person), noteOf(whose));
		await hub.stop(userName(whose.person), serverName(whose.workspace));
	};
	return {
		name: 'jupyterhub',
		open: async ({ person, workspace, snapshotId, size }) => {
			try {
				const whose = { person, workspace };
				const there = await find(whose);
				// a server over other data than today's is ended; its person starts a new one
				if (there?.user_options && there.user_options['snapshot'] !== snapshotId) await stop(whose);
				await hub.addUser(userName(person));
				await hub.start(userName(person), serverName(workspace), {
					...{ workspace, snapshot: snapshotId, size }
				});
				return { ok: true, state: stateOf(await find(whose)) };
			} catch (error) {
				if (!(error instanceof HubError)) throw error;
				return { ok: false, error: { code: 'hub', message: error.message } };
			}
		},
		state: async (whose) => stateOf(await find(whose)),
		link: async (whose) => {
			const server = await find(whose);
			if (!server?.ready) return null;
			const user = userName(whose.person);
			const token = await hub.makeToken(user, {
				note: noteOf(whose),
				scopes: [`access:servers!server=${user}/${serverName(whose.workspace)}`],
				seconds
			});
			return `${hub.url}${server.url}?token=${encodeURIComponent(token)}`;
		},
		stop,
		living: async () =>
			(await hub.usersWithServers()).flatMap(({ name, servers }) =>
				Object.values(servers ?? {}).flatMap((server) => {
					const whose = behind(name, server.name);
					const snapshot = server.user_options?.['snapshot'];
					return whose
						? [{ ...whose, snapshotId: typeof snapshot === 'string' ? snapshot : null }]
						: [];
				})
			)
	};
}
