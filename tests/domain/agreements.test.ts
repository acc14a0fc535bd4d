import { describe, expect } from 'vitest';
import {
	agreed,
	approvedWithQuote,
	drafted,
	executed,
	offered,
	quoted,
	signedByPartner
} from '#db/seed/agreements.ts';
import { approved, decided } from '#db/seed/applications.ts';
import { accept } from '#domain/agreements/accept.server.ts';
import { standardChoices } from '#domain/agreements/clauses.ts';
import { choose, draft } from '#domain/agreements/draft.server.ts';
import { host } from '#domain/agreements/host.ts';
import { agreements, total } from '#domain/agreements/list/store.server.ts';
import { offer } from '#domain/agreements/offer.server.ts';
import { agreementPdf } from '#domain/agreements/pdf.server.ts';
import { signAsPartner } from '#domain/agreements/sign.server.ts';
import { libraryOf } from '#domain/agreements/library/store.server.ts';
import { find, signatures } from '#domain/agreements/store.server.ts';
import { verify } from '#domain/audit/verify.server.ts';
import { execute } from '#domain/billing/execute.server.ts';
import { bind } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { londonDay } from '#platform/time.ts';
import type { PersonKey } from '#db/seed/people.ts';
import { at, from, once, test, type Scene } from './agreements-scene.ts';

const stale = '0'.repeat(64);

async function shown(scene: Scene, key: PersonKey, id: string) {
	const one = await scene.as(key);
	return { ...one, agreement: await one.db.read((tx) => find(tx, id)) };
}

async function sign(scene: Scene, key: PersonKey, id: string, more: Record<string, unknown> = {}) {
	const { db, actor, agreement } = await shown(scene, key, id);
	const { sha256: hash } = agreement;
	const order = { id, sha256: hash, name: actor.name, ...from, once: once(), at, ...more };
	return key === 'peter' ? execute(db, actor, order) : signAsPartner(db, actor, order);
}

describe('an agreement', () => {
	test('is written on the standard terms, offered, accepted and signed by both over one hash', async ({
		scene
	}) => {
		const application = await approvedWithQuote(scene.thames);
		const id = await signedByPartner(scene.thames, application);
		await sign(scene, 'peter', id);
		const { agreement, db } = await shown(scene, 'helen', id);
		expect(agreement.status).toBe('executed');
		expect(sha256(agreement.text)).toBe(agreement.sha256);
		expect(agreement.choices).toEqual(standardChoices('academic'));
		const signed = await db.read((tx) => signatures(tx, id));
		expect(signed.map(({ party, sha256: hash, typedName }) => [party, hash, typedName])).toEqual([
			['partner', agreement.sha256, 'Helen Marsh'],
			['service', agreement.sha256, 'Peter Lang']
		]);
		expect(agreement.text).toContain('The Project has been approved');
		expect(agreement.text).toContain(`host record version ${String(host.version)}`);
		const rows = await scene.owner<{ action: string; audience: string }[]>`
			select action, audience from event where subject_kind = 'agreement' order by seq
		`;
		expect(rows.map(({ action, audience }) => `${action} ${audience}`)).toEqual([
			'agreement.draft organisation',
			'agreement.offer organisation',
			'agreement.accept organisation',
			'agreement.sign-partner organisation',
			'agreement.sign-service public'
		]);
		expect(await bind(scene.owner, null).read(verify)).toMatchObject({ ok: true });
	});

	test('offered before approval says that it depends on it, and the service signs only after', async ({
		scene
	}) => {
		const quote = await quoted(scene.thames);
		const application = await decided(scene.portal, scene.thames.study, at, undefined, { quote });
		const id = await signedByPartner(scene.thames, application);
		const { agreement } = await shown(scene, 'helen', id);
		expect(agreement.text).toContain('takes effect only if the Project is approved');
		await expect(sign(scene, 'peter', id)).rejects.toThrow('not approved');
		expect(await scene.owner`select from project`).toHaveLength(0);
	});

	test('needs a price that holds and fits the study', async ({ scene }) => {
		const nadia = await scene.as('nadia');
		const bare = await approved(scene.portal, scene.thames.study, at);
		const order = { application: bare, once: once(), at };
		await expect(draft(nadia.db, nadia.actor, order)).rejects.toThrow('has no quote');
		const short = { ...scene.thames, study: { ...scene.thames.study, months: 6 } };
		const quote = await quoted(short);
		const misfit = await approved(scene.portal, scene.thames.study, at, { quote });
		await expect(
			draft(nadia.db, nadia.actor, { ...order, application: misfit, once: once() })
		).rejects.toThrow('6 months and the study lasts 12 months');
		const fine = await approvedWithQuote(scene.thames);
		const later = Temporal.Instant.from('2027-03-01T10:00:00Z');
		await expect(
			draft(nadia.db, nadia.actor, { application: fine, once: once(), at: later })
		).rejects.toThrow('held until 21 February 2027');
	});

	test('is drafted once for an application, by the commercial manager alone', async ({ scene }) => {
		const application = await approvedWithQuote(scene.thames);
		for (const key of ['amara', 'helen', 'peter', 'yusuf', 'ruth'] as const) {
			const { db, actor } = await scene.as(key);
			const order = { application, once: once(), at };
			await expect(draft(db, actor, order), key).rejects.toMatchObject({ status: 403 });
		}
		await drafted(scene.thames, application);
		await expect(drafted(scene.thames, application)).rejects.toThrow('has an agreement already');
	});

	test('crosses no floor, whoever asks', async ({ scene }) => {
		const application = await approvedWithQuote(scene.thames);
		const { db, actor } = await scene.as('nadia');
		const standard = standardChoices('academic');
		for (const [choices, words] of [
			[{ ...standard, exclusivity: { option: 'exclusive', values: {} } }, 'not an option'],
			[{ ...standard, liability: { option: 'capped', values: { multiple: 21 } } }, 'from 1 to 20']
		] as const)
			await expect(draft(db, actor, { application, choices, once: once(), at })).rejects.toThrow(
				words
			);
		expect(await scene.owner`select from agreement`).toHaveLength(0);
	});

	test('below the standard terms is for the commercial director to offer', async ({ scene }) => {
		const application = await approvedWithQuote(scene.brightwell);
		const id = await drafted(scene.brightwell, application);
		const nadia = await shown(scene, 'nadia', id);
		const choices = {
			...nadia.agreement.choices,
			'value-share': { option: 'cost-recovery', values: {} }
		};
		await expect(
			choose(nadia.db, nadia.actor, { id, choices, sha256: stale, at })
		).rejects.toMatchObject({ status: 409 });
		await choose(nadia.db, nadia.actor, { id, choices, sha256: nadia.agreement.sha256, at });
		const { agreement } = await shown(scene, 'nadia', id);
		const order = { id, sha256: agreement.sha256, once: once(), at };
		await expect(offer(nadia.db, nadia.actor, order)).rejects.toThrow(
			'commercial director has to offer'
		);
		const peter = await scene.as('peter');
		await offer(peter.db, peter.actor, order);
		expect((await shown(scene, 'daniel', id)).agreement.text).toContain(
			'Share in the value: charges only'
		);
		await expect(
			choose(nadia.db, nadia.actor, { id, choices, sha256: agreement.sha256, at })
		).rejects.toThrow('its words are fixed');
	});

	test('is unseen by the partner until it is offered, and by other organisations for ever', async ({
		scene
	}) => {
		const application = await approvedWithQuote(scene.thames);
		const id = await drafted(scene.thames, application);
		const helen = await scene.as('helen');
		await expect(helen.db.read((tx) => find(tx, id))).rejects.toMatchObject({ status: 404 });
		const nadia = await shown(scene, 'nadia', id);
		await offer(nadia.db, nadia.actor, { id, sha256: nadia.agreement.sha256, once: once(), at });
		expect(await helen.db.read((tx) => agreements(tx, 1))).toHaveLength(1);
		for (const key of ['daniel', 'priya', 'joseph', 'chloe', 'ravi', 'lucas'] as const) {
			const { db, actor } = await scene.as(key);
			expect(await db.read(total), key).toBe(0);
			expect(await db.read((tx) => tx`select from agreement`), key).toHaveLength(0);
			await expect(
				db.read((tx) => find(tx, id)),
				key
			).rejects.toMatchObject({ status: 404 });
			const order = { id, sha256: nadia.agreement.sha256, once: once(), at };
			await expect(accept(db, actor, order), key).rejects.toMatchObject({ status: 404 });
		}
	});

	test('cannot be changed in the database once it is offered', async ({ scene }) => {
		const id = await offered(scene.thames, await approvedWithQuote(scene.thames));
		const other = 'Other words';
		await expect(
			scene.owner`update agreement set text = ${other}, sha256 = ${sha256(other)} where id = ${id}`
		).rejects.toThrow('immutable');
		await expect(
			scene.owner`update agreement set status = 'drafting' where id = ${id}`
		).rejects.toThrow('immutable');
		await expect(scene.owner`update agreement set choices = '{}' where id = ${id}`).rejects.toThrow(
			'immutable'
		);
		await expect(scene.portal`delete from agreement`).rejects.toThrow('permission denied');
		await expect(scene.portal`update agreement_signature set sha256 = ''`).rejects.toThrow(
			'permission denied'
		);
	});

	test('comes as a PDF that carries its hash, the same bytes each time', async ({ scene }) => {
		const id = await signedByPartner(scene.thames, await approvedWithQuote(scene.thames));
		const { agreement, db } = await shown(scene, 'helen', id);
		const made = () =>
			db
				.read((tx) => signatures(tx, id))
				.then((signed) =>
					agreementPdf({
						reference: 'AG-00001/1',
						text: agreement.text,
						offeredOn: londonDay(at),
						host: host.name,
						partner: agreement.organisation,
						signatures: signed
					})
				);
		const bytes = await made();
		expect(Buffer.from(bytes.subarray(0, 5)).toString('latin1')).toBe('%PDF-');
		expect(sha256(bytes)).toBe(sha256(await made()));
	});
});

describe('a signature', () => {
	test('binds the text on screen: a stale hash is a conflict', async ({ scene }) => {
		const id = await offered(scene.thames, await approvedWithQuote(scene.thames));
		const { db, actor, agreement } = await shown(scene, 'helen', id);
		await expect(accept(db, actor, { id, sha256: stale, once: once(), at })).rejects.toMatchObject({
			status: 409
		});
		await accept(db, actor, { id, sha256: agreement.sha256, once: once(), at });
		await expect(sign(scene, 'helen', id, { sha256: stale })).rejects.toMatchObject({
			status: 409
		});
		await sign(scene, 'helen', id);
		await expect(sign(scene, 'peter', id, { sha256: stale })).rejects.toMatchObject({
			status: 409
		});
	});

	test('is the signer’s own name, with a second factor', async ({ scene }) => {
		const id = await agreed(scene.thames, await approvedWithQuote(scene.thames));
		await expect(sign(scene, 'helen', id, { name: 'Helen March' })).rejects.toThrow('Helen Marsh');
		const { db, actor, agreement } = await shown(scene, 'helen', id);
		const order = { id, sha256: agreement.sha256, name: 'helen  marsh', ...from, once: once(), at };
		await expect(signAsPartner(db, { ...actor, level: 'password' }, order)).rejects.toThrow(
			'second factor'
		);
		await signAsPartner(db, actor, order);
		expect((await shown(scene, 'helen', id)).agreement.status).toBe('signed_by_partner');
	});

	test('of a commercial study is never its lead’s', async ({ scene }) => {
		await scene.owner`
			insert into organisation_member (organisation_id, person_id, role, added_at)
			select organisation_id, person_id, 'signatory', ${at} from organisation_member
			where person_id = ${(await scene.as('priya')).actor.id} and role = 'applicant'
		`;
		const id = await agreed(scene.brightwell, await approvedWithQuote(scene.brightwell));
		await expect(sign(scene, 'priya', id)).rejects.toThrow('another signatory');
		await sign(scene, 'daniel', id);
	});

	test('is given in turn, by the right side, once', async ({ scene }) => {
		const id = await offered(scene.thames, await approvedWithQuote(scene.thames));
		await expect(sign(scene, 'helen', id)).rejects.toMatchObject({ status: 409 });
		const { db, actor, agreement } = await shown(scene, 'helen', id);
		await accept(db, actor, { id, sha256: agreement.sha256, once: once(), at });
		await expect(sign(scene, 'peter', id)).rejects.toThrow('This agreement is agreed');
		await expect(sign(scene, 'amara', id)).rejects.toMatchObject({ status: 403 });
		await expect(sign(scene, 'nadia', id)).rejects.toMatchObject({ status: 403 });
		const token = once();
		await Promise.all([
			sign(scene, 'helen', id, { once: token }),
			sign(scene, 'helen', id, { once: token })
		]);
		expect(await scene.owner`select from agreement_signature`).toHaveLength(1);
		const nadia = await shown(scene, 'nadia', id);
		await expect(
			execute(nadia.db, nadia.actor, {
				id,
				sha256: agreement.sha256,
				name: nadia.actor.name,
				...from,
				once: once(),
				at
			})
		).rejects.toMatchObject({ status: 403 });
	});
});

test('the library an agreement was written from is kept with its hash', async ({ scene }) => {
	const project = await executed(scene.thames, await approvedWithQuote(scene.thames));
	expect(project).toBeTruthy();
	const { db } = await scene.as('helen');
	const library = await db.read((tx) => libraryOf(tx, 1));
	expect(library.topics).toHaveLength(14);
	await scene.owner`update clause_library set content = jsonb_set(content, '{topics,0,title}', '"Other"')`;
	await expect(db.read((tx) => libraryOf(tx, 1))).rejects.toThrow('not what its hash says');
});
