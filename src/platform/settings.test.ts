import { describe, expect, test } from 'vitest';
import { settings, SettingsError, vaultSettings } from './settings.ts';

const refusal = (env: Record<string, string>): string => {
	try {
		settings(env);
	} catch (error) {
		expect(error).toBeInstanceOf(SettingsError);
		return (error as SettingsError).message;
	}
	throw new Error(`${JSON.stringify(env)} was accepted.`);
};

describe('settings', () => {
	test('start with nothing set: this machine only, no demonstration', () => {
		expect(settings({})).toEqual({
			home: './.aldgate',
			origin: 'http://127.0.0.1:3000',
			demo: false,
			databaseUrl: '',
			databaseOwnerUrl: '',
			host: '127.0.0.1',
			port: 3000,
			production: false,
			smtpUrl: '',
			mailFrom: '',
			jupyterhub: null
		});
	});

	test('make the origin of host and port unless it is given', () => {
		expect(settings({ HOST: 'localhost', PORT: '4000' }).origin).toBe('http://localhost:4000');
		expect(settings({ HOST: '::1' }).origin).toBe('http://[::1]:3000');
		expect(settings({ ALDGATE_ORIGIN: 'https://aldgate.example' }).origin).toBe(
			'https://aldgate.example'
		);
	});

	test.each([
		['PORT', '0'],
		['PORT', '65536'],
		['PORT', '99999999999'],
		['PORT', '80 '],
		['PORT', 'http'],
		['PORT', '-1'],
		['PORT', ''],
		['HOST', '  '],
		['ALDGATE_HOME', ''],
		['ALDGATE_DEMO', 'yes'],
		['ALDGATE_DEMO', '2'],
		['ALDGATE_ORIGIN', 'aldgate.example'],
		['ALDGATE_ORIGIN', 'https://aldgate.example/portal'],
		['ALDGATE_ORIGIN', 'ftp://aldgate.example'],
		['DATABASE_URL', 'mysql://localhost/aldgate'],
		['DATABASE_OWNER_URL', 'localhost:5432']
	])('that cannot work name the variable: %s=%j', (name, value) => {
		expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name} should .+\\.$`));
	});

	test('never repeat a value, which may be a password', () => {
		expect(refusal({ DATABASE_URL: 'aldgate:hunter2@db/aldgate' })).not.toContain('hunter2');
	});

	test('that only the vault knows lie under its home unless they are named', () => {
		expect(vaultSettings({ ALDGATE_HOME: '/srv/aldgate/', ALDGATE_KEYS: '' })).toMatchObject({
			home: '/srv/aldgate',
			keys: '/srv/aldgate/keys',
			warehouse: '/srv/aldgate/warehouse'
		});
		expect(vaultSettings({ ALDGATE_KEYS: '/k', WAREHOUSE_URL: 's3://lake' })).toMatchObject({
			keys: '/k',
			warehouse: 's3://lake'
		});
	});
});

describe('demo mode', () => {
	test.each(['127.0.0.1', 'localhost', '::1'])('is for this machine only: %s', (HOST) => {
		expect(settings({ ALDGATE_DEMO: '1', HOST }).demo).toBe(true);
	});

	test.each([
		['NODE_ENV', 'production'],
		['HOST', '0.0.0.0'],
		['HOST', '::'],
		['HOST', '192.168.1.20'],
		['HOST', 'aldgate.example'],
		['WAREHOUSE_URL', 's3://lake/omop'],
		['WAREHOUSE_URL', '/srv/omop'],
		['OIDC_ISSUER', 'https://login.example'],
		['STRIPE_SECRET_KEY', 'sk_live_x'],
		['STRIPE_SECRET_KEY', 'rk_live_x'],
		['STRIPE_SECRET_KEY', 'unknown'],
		['OBJECT_STORE_URL', 's3://bucket']
	])('is refused near anything real: %s=%s', (name, value) => {
		const env = { [name]: value };
		expect(settings(env).demo, 'without demo mode it is fine').toBe(false);
		const message = refusal({ ...env, ALDGATE_DEMO: '1' });
		expect(message).toContain('ALDGATE_DEMO is refused');
		expect(message).toContain(name);
	});

	test('says every reason at once', () => {
		const message = refusal({ ALDGATE_DEMO: 'true', NODE_ENV: 'production', OIDC_ISSUER: 'x' });
		expect(message).toContain('NODE_ENV is production and OIDC_ISSUER is set');
	});

	test('may use a test key of Stripe’s', () => {
		expect(settings({ ALDGATE_DEMO: '1', STRIPE_SECRET_KEY: 'sk_test_x' }).demo).toBe(true);
	});
});
