import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	CreateBucketCommand,
	DeleteObjectCommand,
	PutObjectCommand,
	S3Client
} from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterEach, beforeEach, expect } from 'vitest';
import { vaultAt } from '../../src/platform/vault.server.ts';
import { generate } from '../../workspaces/population/generate.ts';
import { startVault } from '../../workspaces/vault/main.ts';
import { openStore } from '../../workspaces/vault/staging/s3.ts';
import { stage, stagedAt } from '../../workspaces/vault/staging/stage.ts';
import { test } from '../support/database.ts';
import { today } from './deidentify-scene.ts';
import { ada, organisation, project1, provisioned, system } from './vault-scene.ts';

let store: FauxqsServer;
let folder: string;
let client: S3Client;
let env: Record<string, string>;
beforeEach(async () => {
	store = await startFauxqs({ port: 0, logger: false });
	folder = mkdtempSync(join(tmpdir(), 'aldgate-s3-'));
	env = {
		AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${String(store.port)}`,
		AWS_REGION: 'eu-west-2',
		AWS_ACCESS_KEY_ID: 'test',
		AWS_SECRET_ACCESS_KEY: 'test'
	};
	client = new S3Client({
		endpoint: env['AWS_ENDPOINT_URL_S3'] ?? '',
		region: 'eu-west-2',
		forcePathStyle: true,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		credentials: { accessKeyId: 'test', secretAccessKey: 'test' }
	});
	await client.send(new CreateBucketCommand({ Bucket: 'health' }));
});
afterEach(async () => {
	client.destroy();
	await store.stop();
	rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, body: string | Uint8Array, sha256?: string) =>
	client.send(
		new PutObjectCommand({
			Bucket: 'health',
			Key: key,
			Body: body,
			...(sha256 === undefined ? {} : { Metadata: { sha256 } })
		})
	);

const root = () => join(folder, 'staged');
const staged = (name: string) => readFileSync(join(stagedAt(root()), name), 'utf8');

test('only what is new or changed is brought, and readers see all of it or nothing', async () => {
	await put('omop/person.parquet', 'one');
	await put('omop/lists/lists.json', '{}');
	await put('omop/notes.txt', 'not ours');
	await put('other/person.parquet', 'not under the prefix');
	const s3 = openStore('s3://health/omop', env);
	expect(await stage(s3, root())).toEqual({ brought: 2 });
	expect(staged('person.parquet')).toBe('one');
	expect(readdirSync(stagedAt(root())).sort()).toEqual(['lists', 'person.parquet']);
	const before = realpathSync(stagedAt(root()));
	expect(await stage(s3, root())).toEqual({ brought: 0 });
	expect(realpathSync(stagedAt(root()))).toBe(before);
	await put('omop/person.parquet', 'two');
	expect(await stage(s3, root())).toEqual({ brought: 1 });
	expect(staged('person.parquet')).toBe('two');
	await client.send(new DeleteObjectCommand({ Bucket: 'health', Key: 'omop/lists/lists.json' }));
	await stage(s3, root());
	expect(readdirSync(stagedAt(root()))).toEqual(['person.parquet']);
	// what nothing names any more is gone
	expect(readdirSync(join(root(), 'objects'))).toHaveLength(1);
	s3.close();
});

test('bytes that are not what their description says leave the last staging in use', async () => {
	await put('omop/person.parquet', 'good');
	const s3 = openStore('s3://health/omop/', env);
	await stage(s3, root());
	await put('omop/person.parquet', 'spoilt', 'a'.repeat(64));
	await expect(stage(s3, root())).rejects.toThrow(/cannot be read/);
	expect(staged('person.parquet')).toBe('good');
	s3.close();
});

test('keys that would leave the folder are not taken', async () => {
	await put('omop/../evil.parquet', 'x');
	await put('omop/..%2fevil.parquet', 'x');
	await put('omop/person.parquet', 'one');
	const s3 = openStore('s3://health/omop', env);
	await stage(s3, root());
	expect(readdirSync(stagedAt(root()))).toEqual(['person.parquet']);
	s3.close();
});

test('a bucket that is not there or empty is told in one sentence', async () => {
	const nowhere = openStore('s3://nowhere/omop', env);
	await expect(stage(nowhere, root())).rejects.toThrow(/^The object store of the warehouse cannot/);
	const empty = openStore('s3://health/omop', env);
	await expect(stage(empty, root())).rejects.toThrow('holds no data under this prefix');
	expect(() => openStore('s3://', env)).toThrow('give a folder, or s3://bucket/prefix');
});

test('a vault counts, lists deliveries and cuts an extract out of an object store', async ({
	db
}) => {
	const source = join(folder, 'source');
	await generate({ persons: 400, seed: 7, out: source, listsAsOf: today() });
	for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' }))
		if (/\.(parquet|json)$/.test(name)) await put(`omop/${name}`, readFileSync(join(source, name)));
	await put(
		'omop/deliveries/autumn/measurement.parquet',
		readFileSync(join(source, 'measurement.parquet'))
	);
	await project1(db.owner);
	const home = join(folder, 'home');
	const started = await startVault({
		...env,
		ALDGATE_HOME: home,
		DATABASE_URL: db.vaultUrl,
		WAREHOUSE_URL: 's3://health/omop'
	});
	try {
		const vault = vaultAt(home);
		const question = {
			person: ada,
			organisation,
			cohort: {},
			purpose: 'research',
			at: '2026-11-10'
		};
		expect((await vault.count(question)).count).toBeGreaterThan(100);
		expect(await vault.deliveries(system)).toEqual([{ name: 'autumn', tables: 1 }]);
		expect((await provisioned(vault)).at(-1)).toMatchObject({
			type: 'done',
			report: { gate: { verdict: 'open-able' } }
		});
	} finally {
		await started.stop();
	}
}, 120_000);
