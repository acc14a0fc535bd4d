import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { log } from '#platform/log.server.ts';
import type { Driver, DriverName, Whose } from '#workspaces/drivers/driver.ts';
import { HubError } from '#workspaces/jupyterhub/hub.ts';
import { groupOf } from '#workspaces/jupyterhub/names.ts';
import { judged, no, type Host } from './perform.ts';
import { judgeAgain, watch } from './revocations.ts';

/** Drivers of this host, what is opened with the second of them, and links that nobody has used yet. */
export type Places = {
	readonly host: Host;
	readonly drivers: Readonly<Partial<Record<DriverName, Driver>>>;
	readonly watched: Map<string, () => void>;
	readonly tickets: Map<string, Whose & { readonly until: number }>;
};

const id = v.pipe(v.string(), v.uuid());
const whose = { person: id, workspace: id };
export const placeShapes = {
	'/place/open': v.strictObject(whose),
	'/place/look': v.strictObject(whose),
	'/place/stop': v.strictObject(whose),
	'/place/claim': v.strictObject({
		...whose,
		ticket: v.pipe(v.string(), v.regex(/^[0-9a-f]{48}$/))
	})
} as const;
export type PlacePath = keyof typeof placeShapes;
export const isPlacePath = (path: string): path is PlacePath => Object.hasOwn(placeShapes, path);
export type PlaceAsk = Whose & { readonly ticket?: string };

/** How long a link that was handed out waits to be followed, in milliseconds. */
const patience = 60_000;

/** Does what is asked of a place. Standing is read afresh for all but looking and stopping. */
export async function answerPlace(places: Places, path: PlacePath, ask: PlaceAsk): Promise<object> {
	try {
		return await answered(places, path, ask);
	} catch (error) {
		if (!(error instanceof HubError)) throw error;
		return no('hub', error.message);
	}
}

async function answered(
	places: Places,
	path: PlacePath,
	{ person, workspace, ticket }: PlaceAsk
): Promise<object> {
	const { host, drivers } = places;
	const asked = { person, workspace };
	const standing = await judged(host, asked);
	if (path === '/place/stop') {
		for (const one of Object.values(drivers)) await one.stop(asked, 'You stopped the session.');
		forget(places, asked);
		return { ok: true };
	}
	if ('ok' in standing) return standing;
	const driver = drivers[standing.driver];
	if (!driver)
		return no(
			'no-driver',
			'This workspace works in JupyterHub, and this installation names none: set ALDGATE_JUPYTERHUB_URL and ALDGATE_JUPYTERHUB_TOKEN_FILE for the host.'
		);
	if (path === '/place/look')
		return { ok: true, driver: driver.name, state: await driver.state(asked) };
	if (standing.capped !== null) return no('cap', standing.capped);
	if (path === '/place/claim') return claim(places, driver, asked, ticket ?? '');
	const before = driver.name === 'host' ? 'none' : await driver.state(asked);
	const snapshotId = standing.snapshotId ?? '';
	const { projectId, size } = standing;
	const opened = await driver.open({ ...asked, projectId, snapshotId, size });
	if (!opened.ok) return opened;
	if (driver.name === 'host') return { ...opened, driver: 'host', ticket: null };
	keep(places, driver, { ...asked, snapshotId }, before === 'none' || before === 'stopped');
	return {
		...{ ...opened, driver: driver.name },
		ticket: opened.state === 'ready' ? ticketFor(places, asked) : null
	};
}

function ticketFor({ tickets, host }: Places, asked: Whose): string {
	const at = host.now().epochMilliseconds;
	for (const [one, { until }] of tickets) if (until < at) tickets.delete(one);
	const ticket = randomBytes(24).toString('hex');
	tickets.set(ticket, { ...asked, until: at + patience });
	return ticket;
}

/** Trades a ticket, once, for an address with a token made for it. */
async function claim({ tickets, host }: Places, driver: Driver, asked: Whose, ticket: string) {
	const held = tickets.get(ticket);
	const mine = held?.person === asked.person && held.workspace === asked.workspace;
	if (mine) tickets.delete(ticket);
	if (!mine || held.until < host.now().epochMilliseconds)
		return no('used', 'This link was used or has run out. Open the server again from its page.');
	const url = await driver.link(asked);
	return url === null
		? no('stopped', 'The server does not run. Start it again.')
		: { ok: true, url };
}

const key = ({ person, workspace }: Whose): string => `${person} ${workspace}`;

/** Watches a place, so that it stops when its person may not go on, and measures what it uses here. */
function keep(
	places: Places,
	driver: Driver,
	place: Whose & { readonly snapshotId: string },
	fresh: boolean
): void {
	const { host, watched } = places;
	if (watched.has(key(place)) && !fresh) return;
	forget(places, place);
	const { person, workspace } = place;
	const folders = host.found.machine?.groups.folders ?? [];
	const members = folders.map((one) => join(one, groupOf(person, workspace), 'cgroup.procs'));
	const unmeasure = host.meter?.follow(workspace, () => ({ members, pids: [] }), fresh);
	const stop = (because: string) => {
		driver.stop(place, because).then(
			() => {
				forget(places, place);
			},
			(error: unknown) => {
				// still watched: the next sweep, within 20 s, tries again
				log.warn({ error, workspace }, 'a server of JupyterHub could not be stopped yet');
			}
		);
	};
	const unwatch = watch(host, {
		...{ person, workspace, snapshot: place.snapshotId, stop },
		// a hub cannot hold what runs in a server, so its cap ends the server
		pause: () => {
			stop('The cap of the month is reached.');
		}
	});
	watched.set(key(place), () => {
		unwatch();
		unmeasure?.();
	});
}

function forget({ watched }: Places, place: Whose): void {
	watched.get(key(place))?.();
	watched.delete(key(place));
}

/** Takes up what was opened before this host started, and stops at once what may not go on. */
export async function takeUp(places: Places): Promise<void> {
	const driver = places.drivers.jupyterhub;
	if (!driver) return;
	for (const { snapshotId, ...place } of await driver.living())
		keep(places, driver, { ...place, snapshotId: snapshotId ?? '' }, false);
	await judgeAgain(places.host, null);
}

/** Takes up until it succeeds: a hub may start later than the host. Answers how to end. */
export function takeUpWhenThere(places: Places): () => void {
	const look = () => {
		takeUp(places).then(
			() => {
				clearInterval(clock);
			},
			(error: unknown) => {
				log.warn({ error }, 'JupyterHub is not there yet; its servers are judged when it is');
			}
		);
	};
	const clock = setInterval(look, 20_000);
	clock.unref();
	look();
	return () => {
		clearInterval(clock);
	};
}
