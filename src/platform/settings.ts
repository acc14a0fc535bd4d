import * as v from 'valibot';

const text = v.optional(v.pipe(v.string(), v.trim()), '');
const truth = v.pipe(
	v.optional(v.picklist(['', '0', '1', 'true', 'false'], 'should be 1 or 0'), ''),
	v.transform((word) => word === '1' || word === 'true')
);
const port = v.pipe(
	v.optional(v.string(), '3000'),
	v.regex(/^\d{1,5}$/, 'should be a port number from 1 to 65535'),
	v.transform(Number),
	v.minValue(1, 'should be a port number from 1 to 65535'),
	v.maxValue(65_535, 'should be a port number from 1 to 65535')
);
// words of our own throughout: the library's repeat the value, which may hold a password
const origin = v.pipe(
	v.optional(v.string(), ''),
	v.regex(
		/^(https?:\/\/[^/\s]+)?$/,
		'should be an address such as https://aldgate.example, with no path'
	)
);
const database = v.pipe(
	v.optional(v.string(), ''),
	v.regex(
		/^(postgres(ql)?:\/\/.+)?$/,
		'should be a Postgres address such as postgres://user:password@host/database'
	)
);

const Environment = v.object({
	ALDGATE_HOME: v.optional(
		v.pipe(v.string(), v.trim(), v.nonEmpty('should name a folder')),
		'./.aldgate'
	),
	ALDGATE_KEYS: text,
	ALDGATE_ORIGIN: origin,
	ALDGATE_DEMO: truth,
	DATABASE_URL: database,
	DATABASE_OWNER_URL: database,
	HOST: v.optional(
		v.pipe(v.string(), v.trim(), v.nonEmpty('should be an address to listen on')),
		'127.0.0.1'
	),
	PORT: port,
	NODE_ENV: text,
	WAREHOUSE_URL: text,
	OBJECT_STORE_URL: text,
	OIDC_ISSUER: text,
	STRIPE_SECRET_KEY: text,
	ALDGATE_JUPYTERHUB_URL: v.pipe(
		v.optional(v.string(), ''),
		v.regex(
			/^(https?:\/\/[^\s?#]+)?$/,
			'should be the address of a JupyterHub, such as https://hub.example'
		)
	),
	ALDGATE_JUPYTERHUB_TOKEN_FILE: text,
	SMTP_URL: text,
	MAIL_FROM: text
});

export type Settings = {
	readonly home: string;
	readonly origin: string;
	readonly demo: boolean;
	readonly databaseUrl: string;
	readonly databaseOwnerUrl: string;
	/** The second driver of workspaces; the token's file is read by the host alone. Null: there is none. */
	readonly jupyterhub: { readonly url: string; readonly tokenFile: string } | null;
	/** Where mail goes; empty keeps it for the portal's pages alone. */
	readonly smtpUrl: string;
	readonly mailFrom: string;
	readonly host: string;
	readonly port: number;
	readonly production: boolean;
};

/** A setting that cannot work. The message names the variable and says what it should be. */
export class SettingsError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'SettingsError';
	}
}

/** An IPv6 address stands in brackets in an address on the web. */
const inAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Reads every setting from the environment, once per process (interfaces.md, Settings).
 * @throws SettingsError with one sentence when a value is unusable or demo mode is refused.
 */
export function settings(env: Readonly<Record<string, string | undefined>>): Settings {
	const parsed = v.safeParse(Environment, env);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw new SettingsError(`${String(issue.path?.[0].key)} ${issue.message}.`);
	}
	const value = parsed.output;
	const home = value.ALDGATE_HOME.replace(/(.)\/+$/, '$1');
	const read: Settings = {
		home,
		origin: value.ALDGATE_ORIGIN || `http://${inAddress(value.HOST)}:${String(value.PORT)}`,
		demo: value.ALDGATE_DEMO,
		databaseUrl: value.DATABASE_URL,
		databaseOwnerUrl: value.DATABASE_OWNER_URL,
		jupyterhub:
			value.ALDGATE_JUPYTERHUB_URL === ''
				? null
				: {
						url: value.ALDGATE_JUPYTERHUB_URL.replace(/\/+$/, ''),
						tokenFile: value.ALDGATE_JUPYTERHUB_TOKEN_FILE
					},
		smtpUrl: value.SMTP_URL,
		mailFrom: value.MAIL_FROM,
		host: value.HOST,
		port: value.PORT,
		production: value.NODE_ENV === 'production'
	};
	refuseUnsafeDemo(read, value);
	return read;
}

/** Restricted keys are live too, and what we do not know counts as live. */
const isLive = (key: string): boolean => key !== '' && !/^[rs]k_test_/.test(key);

/** Demo mode signs people in with one click, so it must never meet real data (settled.md 6). */
function refuseUnsafeDemo(read: Settings, value: v.InferOutput<typeof Environment>): void {
	if (!read.demo) return;
	const reasons = [
		read.production && 'NODE_ENV is production',
		!loopback.has(read.host) && 'HOST is not a loopback address',
		value.WAREHOUSE_URL && 'WAREHOUSE_URL is set',
		value.OIDC_ISSUER && 'OIDC_ISSUER is set',
		isLive(value.STRIPE_SECRET_KEY) && 'STRIPE_SECRET_KEY is not a test key',
		value.OBJECT_STORE_URL && 'OBJECT_STORE_URL is set'
	].filter((reason) => typeof reason === 'string' && reason !== '');
	if (reasons.length > 0)
		throw new SettingsError(
			`ALDGATE_DEMO is refused because ${reasons.join(' and ')}; unset it, or run the demo by itself.`
		);
}

/** What the vault alone may know: where raw data and keys lie (settled.md 2). */
export type VaultSettings = Settings & { readonly keys: string; readonly warehouse: string };

/** @throws SettingsError like `settings`. */
export function vaultSettings(env: Readonly<Record<string, string | undefined>>): VaultSettings {
	const read = settings(env);
	return {
		...read,
		keys: given(env['ALDGATE_KEYS']) ?? `${read.home}/keys`,
		warehouse: given(env['WAREHOUSE_URL']) ?? `${read.home}/warehouse`
	};
}

/** A variable that is set to nothing counts as not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
