import { request } from 'node:http';
import { basename, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processRoles, type ProcessRole } from '#db/process-roles.ts';
import { migrate } from '#db/migrate.ts';
import type { Settings } from '#platform/settings.ts';
import { addresses } from './addresses.ts';
import { identity } from './identity.ts';
import { lockHome, portIsFree } from './lock.ts';
import { supervise, type Running } from './supervise.ts';

export const root = resolve(import.meta.dirname, '../../..');

export type Launched = {
	readonly ownerUrl: string;
	readonly portalUrl: string;
	readonly home: string;
	readonly running: Running;
	readonly missing: string | null;
	/** Stops the processes, then the database. */
	stop(): Promise<void>;
};

type Before = (place: { home: string; ownerUrl: string }) => Promise<void>;

/** The folder that `buildPortal` answered. */
type Build = string;

/** What each process may know of the settings; the rest is not passed on. */
const shared = [
	'HOST',
	'PORT',
	'ALDGATE_ORIGIN',
	'ALDGATE_DEMO',
	'NODE_ENV',
	'LANG',
	'TZ',
	'PATH',
	'HOME'
];
const own: Record<ProcessRole, readonly string[]> = {
	portal: [
		'STRIPE_SECRET_KEY',
		'STRIPE_WEBHOOK_SECRET',
		'STRIPE_API_BASE',
		'OIDC_ISSUER',
		'OIDC_CLIENT_ID',
		'OIDC_CLIENT_SECRET',
		'OBJECT_STORE_URL'
	],
	worker: ['SMTP_URL', 'MAIL_FROM', 'OBJECT_STORE_URL'],
	vault: ['ALDGATE_KEYS', 'WAREHOUSE_URL'],
	host: []
};

/**
 * Starts database and processes and waits until each answers. `before` runs when the database is
 * migrated and no process has started: to make what the vault will read.
 */
export async function launch(
	settings: Settings,
	env: Readonly<Record<string, string | undefined>>,
	build: Build,
	before: Before
): Promise<Launched> {
	const home = resolve(settings.home);
	await portIsFree(settings.host, settings.port);
	const unlock = lockHome(home);
	const database = await addresses(settings, home);
	try {
		await migrate(database.ownerUrl, Temporal.Now.instant());
		await before({ home, ownerUrl: database.ownerUrl });
		const who = identity(root, home);
		const running = supervise({
			roles: processRoles,
			root,
			identity: who,
			environment: (role, seen) => ({
				...pick(env, [...shared, ...own[role]]),
				DATABASE_URL: database.urls[role],
				ALDGATE_HOME: seen,
				ALDGATE_BUILD: basename(build),
				ALDGATE_INSTANCE: home, // tells processes of two homes apart in a list of processes
				...(who.missing === null ? {} : { ALDGATE_SEPARATION: who.missing })
			})
		});
		const stop = async () => {
			await running.stop();
			await database.stop();
			unlock();
		};
		try {
			await Promise.race([
				everythingAnswers(settings, home),
				running.failed.then((role) => {
					throw new Error(`the ${role} process does not start; its reason is above`);
				})
			]);
		} catch (error) {
			await stop();
			throw error;
		}
		return {
			ownerUrl: database.ownerUrl,
			portalUrl: database.urls.portal,
			home,
			running,
			missing: who.missing,
			stop
		};
	} catch (error) {
		await database.stop();
		unlock();
		throw error;
	}
}

const pick = (env: Readonly<Record<string, string | undefined>>, names: readonly string[]) =>
	Object.fromEntries(
		names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))
	) as Record<string, string>;

async function everythingAnswers({ host, port }: Settings, home: string): Promise<void> {
	const all = [
		{ host, port, path: '/readyz' },
		{ socketPath: `${home}/run/vault.sock`, path: '/health' },
		{ socketPath: `${home}/run/host.sock`, path: '/health' }
	];
	for (const one of all)
		for (let tries = 0; !(await answers(one)); tries++) {
			if (tries > 600) throw new Error('a process did not answer within a minute');
			await pause(100);
		}
}

const answers = (where: { path: string; host?: string; port?: number; socketPath?: string }) =>
	new Promise<boolean>((done) => {
		const asked = request({ ...where, timeout: 2000 }, (response) => {
			response.resume();
			done(response.statusCode === 200);
		});
		asked.on('error', () => {
			done(false);
		});
		asked.on('timeout', () => {
			asked.destroy();
		});
		asked.end();
	});
