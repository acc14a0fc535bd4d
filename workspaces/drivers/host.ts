import { performLook, performStop, sessionIn, type Sessions } from '#workspaces/host/sessions.ts';
import type { Driver } from './driver.ts';

/** The first driver: sessions of this host, which the portal's own pages show. */
export const hostDriver = (sessions: Sessions): Driver => ({
	name: 'host',
	open: (place) => {
		const session = sessionIn(sessions, place, place);
		return Promise.resolve('id' in session ? { ok: true, state: session.state() } : session);
	},
	state: (whose) => Promise.resolve(performLook(sessions, whose).session?.state ?? 'none'),
	link: () => Promise.resolve(null),
	stop: (whose, why) => {
		performStop(sessions, whose, why);
		return Promise.resolve();
	},
	living: () =>
		Promise.resolve([...sessions.live.values()].filter((session) => session.ended() === null))
});
