import { describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { bag, zipped } from './bagit.server.ts';
import { crateProblems } from './crate-rules.ts';
import type { Crate } from './crate-facts.ts';
import { releaseCrate } from './crate.ts';
import { format, type Manifest } from './manifest.ts';

const manifest: Manifest = {
	format,
	release: '019e0000-0000-7000-8000-000000000001',
	title: 'Diagnoses by year',
	project: { number: 'PR-00012', title: 'Depression in London' },
	files: [{ name: 'a.csv', sha256: 'x', bytes: 3, media: 'text/csv' }],
	disclosurePolicies: [1],
	approvals: [
		{ role: 'output-checker', at: '2026-11-22T10:00:00Z', of: 'files' },
		{ role: 'output-checker', at: '2026-11-22T11:00:00Z', of: 'files' }
	],
	standing: null,
	data: { snapshot: 's1', source: 'Londoners 1', asOf: '2026-10-31' },
	submittedAt: '2026-11-22T09:00:00Z',
	releasedAt: '2026-11-22T11:00:00Z',
	signedAt: '2026-11-22T11:00:05Z',
	key: 'abc'
};
const made = (): Crate =>
	releaseCrate({
		manifest,
		origin: 'https://portal.example.org',
		results: [{ path: 'outputs/a.csv', name: 'a.csv', media: 'text/csv' }],
		proofs: [{ path: 'release/manifest.json', name: 'Manifest', media: 'application/json' }],
		organisation: 'Thames University',
		researcher: 'Amara Okafor',
		agreement: { number: '7', signedAt: '2026-11-01T09:00:00Z' },
		approvedAt: '2026-10-20T09:00:00Z'
	});

/** The crate with one entity changed or removed. */
const spoiled = (id: string, change: Readonly<Record<string, unknown>> | null): unknown => {
	const crate = made();
	return {
		...crate,
		'@graph': crate['@graph'].flatMap((entity) =>
			entity['@id'] !== id ? [entity] : change === null ? [] : [{ ...entity, ...change }]
		)
	};
};

describe('the crate of a release', () => {
	test('keeps every rule of the Five Safes profile', () => {
		expect(crateProblems(made())).toEqual([]);
	});

	test('refers only to what it describes, or to another address', () => {
		const crate = made();
		const known = new Set(crate['@graph'].map((entity) => entity['@id']));
		const refs = [...JSON.stringify(crate['@graph']).matchAll(/\{"@id":"([^"]+)"\}/g)].map(
			([, id]) => id ?? ''
		);
		expect(refs.filter((id) => !known.has(id) && !id.startsWith('https://'))).toEqual([]);
	});

	test('is told apart from one that breaks a rule', () => {
		const id = manifest.release;
		const broken = [
			spoiled('./', { mainEntity: { '@id': 'outputs/a.csv' } }),
			spoiled('./', { sourceOrganization: undefined }),
			spoiled('./', { mentions: [] }),
			spoiled('./', { hasPart: [] }),
			spoiled('./', { datePublished: undefined }),
			spoiled('./', { license: undefined }),
			spoiled('./', { publisher: undefined }),
			spoiled('ro-crate-metadata.json', { conformsTo: undefined }),
			spoiled('ro-crate-metadata.json', null),
			spoiled('workflow/', { conformsTo: undefined }),
			spoiled(`#researcher-${id}`, { '@type': 'Organization' }),
			spoiled(`#query-${id}`, { instrument: { '@id': './' } }),
			spoiled(`#query-${id}`, { actionStatus: 'http://schema.org/CompletetedActionStatus' }),
			spoiled(`#query-${id}`, { result: [{ '@id': 'outputs/other.csv' }] }),
			spoiled(`#signoff-${id}`, { instrument: undefined }),
			spoiled(`#disclosure-1-${id}`, { additionalType: { '@id': 'https://w3id.org/shp#Other' } }),
			{ ...made(), '@context': 'https://w3id.org/ro/crate/1.1/context' }
		];
		for (const crate of broken) expect(crateProblems(crate)).not.toEqual([]);
	});
});

const shared = '../shared/data/fivesafes/example-result-ro-crate-metadata.json';

describe.skipIf(!existsSync(shared))('beside the profile’s example of a result', () => {
	const text = existsSync(shared) ? readFileSync(shared, 'utf8') : '{"@graph":[]}';
	const example = JSON.parse(text) as Crate;
	const typesOf = ({ '@graph': graph }: Crate) =>
		new Set(
			graph
				.flatMap((entity) => (entity['@type'] as string | undefined) ?? (entity['type'] as string))
				.flat()
		);

	test('it has entities of every type that a result without a download needs', () => {
		const ours = typesOf(made());
		// nothing is fetched from elsewhere, nothing stays behind for readers with permission
		const others = [
			'DataDownload',
			'DownloadAction',
			'DigitalDocument',
			'DigitalDocumentPermission'
		];
		const notOurs = [...others, 'Grant', 'SoftwareApplication'];
		expect(
			[...typesOf(example)].filter((type) => !notOurs.includes(type) && !ours.has(type))
		).toEqual([]);
	});

	test('its root says all that the example’s root says', () => {
		const root = ({ '@graph': graph }: Crate) => graph.find((one) => one['@id'] === './') ?? {};
		const keys = Object.keys(root(example)).map((key) => (key === 'licence' ? 'license' : key));
		expect(keys.filter((key) => !(key in root(made())))).toEqual([]);
	});

	test('the example itself is found to break what it breaks', () => {
		const problems = crateProblems(example);
		expect(problems).toContain('datePublished is a time.');
		expect(problems).toContain('hasPart lists every result.');
		expect(problems.join(' ')).not.toMatch(/mainEntity|sourceOrganization|agent is a Person/);
	});
});

describe('a bag', () => {
	const payload = [
		{ path: 'b 100%.txt', bytes: new TextEncoder().encode('two') },
		{ path: 'a.csv', bytes: new TextEncoder().encode('one') }
	];
	const files = bag(payload, { 'External-Identifier': 'urn:uuid:1' });
	const text = (path: string) =>
		new TextDecoder().decode(files.find((file) => file.path === path)?.bytes);

	test('declares itself, its size and every file by hash', () => {
		expect(text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
		expect(text('bag-info.txt')).toMatch(/^Payload-Oxum: 6\.2$/m);
		const hash = createHash('sha512').update('one').digest('hex');
		expect(text('manifest-sha512.txt')).toContain(`${hash}  data/a.csv\n`);
		expect(text('manifest-sha256.txt')).toContain('  data/b 100%25.txt\n');
		for (const name of ['bagit.txt', 'bag-info.txt', 'manifest-sha512.txt'])
			expect(text('tagmanifest-sha512.txt')).toContain(`  ${name}\n`);
	});

	test('in a ZIP is one folder, and the same bytes each time', () => {
		const zip = zipped('release-1', files);
		expect(
			Buffer.compare(
				zip,
				zipped('release-1', bag(payload.toReversed(), { 'External-Identifier': 'urn:uuid:1' }))
			)
		).toBe(0);
		const entries = unzipSync(zip);
		expect(Object.keys(entries).every((path) => path.startsWith('release-1/'))).toBe(true);
		expect(strFromU8(entries['release-1/data/a.csv'] ?? new Uint8Array())).toBe('one');
	});
});
