/** A person and a workspace as the hub knows them; aldgate_spawner.py holds to the same names. */
export const userName = (person: string): string => `p-${person}`;
export const serverName = (workspace: string): string => `w-${workspace}`;

/** The person's and the workspace's ids behind the hub's names; null for names of somebody else. */
export function behind(
	user: string,
	server: string
): { readonly person: string; readonly workspace: string } | null {
	const id = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
	const [, person] = new RegExp(`^p-${id}$`).exec(user) ?? [];
	const [, workspace] = new RegExp(`^w-${id}$`).exec(server) ?? [];
	return person !== undefined && workspace !== undefined ? { person, workspace } : null;
}

/** The control group of a server that runs on this machine, by which the host measures it. */
export const groupOf = (person: string, workspace: string): string =>
	`jupyter-${workspace}-${person}`;
