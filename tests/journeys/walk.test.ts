import { expect, test } from '@playwright/test';
import type { Role } from '../../src/domain/people/roles.ts';
import { demoPeople, personId, type PersonKey } from '../../db/seed/people.ts';
import { expectations } from '../security/route-expectations.ts';
import { fieldNames, routeOf } from '../security/route-manifest.ts';
import { isCivil, manifest, thingsOf, visitor } from './walk.ts';

/** The whole site by HTTP alone: who sees what, and what becomes of hostile addresses and forms. */
const origin = process.env['ALDGATE_URL'] ?? 'http://127.0.0.1:3000';
const plain = manifest.filter(({ path }) => !path.includes('['));
const nowhere = '00000000-0000-7000-8000-00000000dead';

const rolesOf = (key: string): Role[] => {
	const person = demoPeople.find((one) => one.key === key);
	const committee = person?.committee === undefined ? [] : [person.committee];
	const controller = person?.controller === undefined ? [] : ['controller-approver'];
	return [...(person?.service ?? []), ...(person?.as ?? []), ...committee, ...controller] as Role[];
};

test('whoever is not signed in sees the public pages and is sent to sign in from the others', async () => {
	const nobody = await visitor(origin, null);
	for (const { path, signedIn } of manifest) {
		const address = path.replaceAll(/\[[^\]]+\]/g, nowhere);
		const answer = await nobody.get(address);
		await isCivil(answer, address);
		const expected = signedIn ? 303 : (expectations[path]?.get ?? (path.includes('[') ? 404 : 200));
		expect(answer.status(), address).toBe(expected);
		if (signedIn)
			expect(answer.headers()['location'], address).toBe(
				`/sign-in?to=${encodeURIComponent(address)}`
			);
	}
	await nobody.close();
});

for (const { key } of demoPeople)
	test(`${key} sees what their roles show, and nothing that is not there`, async () => {
		const person = await visitor(origin, key as PersonKey);
		const held = rolesOf(key);
		for (const { path } of plain) {
			const { who, others, get } = expectations[path] ?? { who: [] };
			const answer = await person.get(path);
			await isCivil(answer, `${key} ${path}`);
			const may = typeof who === 'string' || who.some((role) => held.includes(role));
			expect(answer.status(), `${key} ${path}`).toBe(may ? (get ?? 200) : others);
			if (may && who !== 'everybody')
				expect(answer.headers()['cache-control'], path).toBe('private, no-store');
		}
		for (const { path } of plain.filter(({ signedIn }) => signedIn))
			for (const page of ['-1', '0', 'x', '1e400', '99999999999999999999', '%00']) {
				const address = `${path}?page=${page}&q=${page}&at=${page}&from=${page}`;
				await isCivil(await person.get(address), `${key} ${address}`);
			}
		for (const { path } of manifest.filter((route) => route.path.includes('[')))
			for (const id of [nowhere, '0', 'x', '..%2f..%2fetc%2fpasswd', "'%20or%20true--", '%00']) {
				const address = path.replaceAll(/\[[^\]]+\]/g, id);
				const answer = await person.get(address);
				await isCivil(answer, `${key} ${address}`);
				expect([400, 404], `${key} ${address}: ${String(answer.status())}`).toContain(
					answer.status()
				);
			}
		await person.close();
	});

/** What people send who do not mean to fill in a form. */
const names = fieldNames();
const filled = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
const hostile: Record<string, Record<string, string>> = {
	nothing: {},
	'empty fields': filled(''),
	'too much': filled('x'.repeat(5_000)),
	markup: filled('<script>alert(1)</script>'),
	'the wrong type': filled('-1e999'),
	'an id of nothing': filled(nowhere),
	'strange characters': filled('\u0000\ud7ff\u202e\u{1f600}\'";--'),
	'names of an object’s own': { ['__proto__']: 'x', constructor: 'x', 'a[b][c]': 'x' }
};
/** These end the session that asks. */
const signingOut = ['/account?/everywhere', '/sign-out'];
const refusals = [403, 404, 409, 422];
/** Marks one's own notices as read: an id that is none of them marks nothing. */
const harmless = ['/home?/read'];

const post = (address: string, action: string) =>
	action === 'default' ? address : `${address}?/${action}`;

for (const key of ['amara', 'helen', 'grace', 'miriam', 'nadia', 'yusuf', 'ingrid'] as const)
	test(`hostile forms of pages by ${key} are refused with a sentence`, async () => {
		const person = await visitor(origin, key);
		for (const { path, actions } of plain)
			for (const action of actions)
				for (const [what, form] of Object.entries(hostile)) {
					const address = post(path, action);
					if (signingOut.includes(address)) continue;
					const answer = await person.post(address, form);
					await isCivil(answer, `${key} ${address}, ${what}`);
					expect(
						harmless.includes(address) ? [303, ...refusals] : refusals,
						`${key} ${address}, ${what}: ${String(answer.status())}`
					).toContain(answer.status());
				}
		await person.close();
	});

for (const [owner, strangers] of [
	['amara', ['joseph', 'priya']],
	['helen', ['daniel', 'chloe']],
	['priya', ['amara', 'helen']]
] as const)
	test(`what is ${owner}’s is 404 for people of other organisations, and no form of theirs moves it`, async () => {
		test.setTimeout(300_000);
		const own = await visitor(origin, owner);
		const things = await thingsOf(own);
		expect(things.size, 'things to try').toBeGreaterThan(4);
		for (const key of strangers) {
			const stranger = await visitor(origin, key);
			const theirs = await thingsOf(stranger);
			for (const address of [...things].filter((thing) => !theirs.has(thing))) {
				const answer = await stranger.get(address);
				await isCivil(answer, `${key} ${address}`);
				expect(answer.status(), `${key} ${address}`).toBe(404);
				for (const action of routeOf(address, manifest)?.actions ?? [])
					for (const [what, form] of Object.entries(hostile)) {
						const asked = post(address, action);
						const said = await stranger.post(asked, form);
						await isCivil(said, `${key} ${asked}, ${what}`);
						expect(refusals, `${key} ${asked}, ${what}: ${String(said.status())}`).toContain(
							said.status()
						);
					}
			}
			await stranger.close();
		}
		await own.close();
	});

test('hostile forms on one’s own things fail with a sentence, or keep words as words', async () => {
	test.setTimeout(300_000);
	const own = await visitor(origin, 'joseph'); // no other journey is his
	const things = await thingsOf(own);
	expect(things.size, 'things to try').toBeGreaterThan(2);
	for (const address of things)
		for (const action of routeOf(address, manifest)?.actions ?? [])
			for (const [what, form] of Object.entries(hostile)) {
				const asked = post(address, action);
				await isCivil(await own.post(asked, form), `joseph ${asked}, ${what}`);
				await isCivil(await own.get(address), `joseph ${address} after ${what}`);
			}
	await own.close();
});

test('a form from another site is refused, and one larger than allowed too', async ({
	request
}) => {
	const foreign = await request.post(`${origin}/sign-in?/demo`, {
		form: { person: nowhere },
		headers: { origin: 'https://elsewhere.example' },
		maxRedirects: 0
	});
	expect(foreign.status()).toBe(403);
	const large = await request.post(`${origin}/sign-in?/password`, {
		form: { email: 'x'.repeat(12_000_000), password: 'x' },
		headers: { origin },
		maxRedirects: 0
	});
	expect(large.status()).toBe(413);
	await isCivil(large, 'a large form');
});

test('signing in sends nobody to another site', async ({ request }) => {
	for (const to of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example']) {
		const done = await request.post(`${origin}/sign-in?/demo&to=${encodeURIComponent(to)}`, {
			form: { person: personId('amara') },
			headers: { origin, accept: 'text/html' },
			maxRedirects: 0
		});
		expect(done.status()).toBe(303);
		expect(done.headers()['location']).toBe('/home');
	}
});
