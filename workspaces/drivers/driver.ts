import type { Size } from '#workspaces/host/session/sizes.ts';

export const driverNames = ['host', 'jupyterhub'] as const;
export type DriverName = (typeof driverNames)[number];

export type Whose = { readonly person: string; readonly workspace: string };

/** What a place is opened over. Whoever opens it has judged that this person may have it. */
export type Place = Whose & {
	readonly projectId: string;
	/** Name of the snapshot; it is seen at /data, read-only. */
	readonly snapshotId: string;
	readonly size: Size;
};

export type State = 'none' | 'starting' | 'ready' | 'running' | 'idle' | 'stopped';

export type Refusal = {
	readonly ok: false;
	readonly error: { readonly code: string; readonly message: string };
};

/**
 * A way to give a person a live place over a snapshot: sessions of the host, or servers of a JupyterHub.
 * Who may have one is judged by whoever calls (the host, at every request), never by a driver.
 */
export type Driver = {
	readonly name: DriverName;
	/** Opens the person's place, or finds it again. */
	readonly open: (place: Place) => Promise<{ readonly ok: true; readonly state: State } | Refusal>;
	readonly state: (whose: Whose) => Promise<State>;
	/**
	 * A web address that lets the bearer into the place, made anew; null where the portal's own pages show
	 * it. It carries a token: it goes to the person's browser once, and is written nowhere.
	 */
	readonly link: (whose: Whose) => Promise<string | null>;
	/** Ends the place and everything that lets somebody into it; `why` is a sentence for the person. */
	readonly stop: (whose: Whose, why: string) => Promise<void>;
	/** Places that live, also those that were opened before this process started. */
	readonly living: () => Promise<readonly (Whose & { readonly snapshotId: string | null })[]>;
};
