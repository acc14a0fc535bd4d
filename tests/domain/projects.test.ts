import { expect } from 'vitest';
import { approvedWithQuote, executed, termsAccepted } from '#db/seed/agreements.ts';
import { personId } from '#db/seed/people.ts';
import { acceptTerms } from '#domain/projects/accept-terms.server.ts';
import { addMember, removeMember } from '#domain/projects/members.server.ts';
import { moved, moves, statuses, type MoveName } from '#domain/projects/project.ts';
import { find, members } from '#domain/projects/store.server.ts';
import { endUserTerms } from '#domain/projects/terms.ts';
import { at, once, test, type Scene } from './agreements-scene.ts';

const made = async (scene: Scene) => executed(scene.thames, await approvedWithQuote(scene.thames));
const { version } = endUserTerms;

test('every status and move of a project is in the table', () => {
	for (const name of Object.keys(moves) as MoveName[])
		for (const status of statuses)
			if ((moves[name].from as readonly string[]).includes(status))
				expect(moved(status, name)).toBe(moves[name].to);
			else expect(() => moved(status, name), `${status} ${name}`).toThrow('This project is');
});

test('a project has the people, title and dates of its approved application', async ({ scene }) => {
	const project = await made(scene);
	const { db } = await scene.as('amara');
	const found = await db.read((tx) => find(tx, project));
	const { startsOn, title } = scene.thames.study.project;
	expect(found).toMatchObject({ status: 'awaiting_payment', title });
	expect(found.startsOn.toString()).toBe(startsOn);
	expect(found.endsOn.toString()).toBe(
		found.startsOn.add({ months: 12 }).subtract({ days: 1 }).toString()
	);
	const people = await db.read((tx) => members(tx, project));
	expect(people.map(({ personId: id, role }) => [id, role])).toEqual([
		[personId('amara'), 'lead'],
		[personId('tomas'), 'researcher']
	]);
});

test('each member accepts the terms once, for themselves', async ({ scene }) => {
	const project = await made(scene);
	const amara = await scene.as('amara');
	const order = { project, version, at };
	await expect(
		acceptTerms(amara.db, amara.actor, { ...order, version: version + 1 })
	).rejects.toMatchObject({ status: 409 });
	await acceptTerms(amara.db, amara.actor, order);
	await acceptTerms(amara.db, amara.actor, order);
	for (const [key, code] of [
		['helen', 403],
		['ingrid', 403],
		['joseph', 404]
	] as const) {
		const { db, actor } = await scene.as(key);
		await expect(acceptTerms(db, actor, order), key).rejects.toMatchObject({ status: code });
	}
	const events = await scene.owner`select from event where action = 'project.accept-terms'`;
	expect(events).toHaveLength(1);
	await termsAccepted(scene.thames, project);
	const people = await amara.db.read((tx) => members(tx, project));
	expect(people.every(({ termsAcceptedAt }) => termsAcceptedAt !== null)).toBe(true);
});

test('the user manager moves seats within the organisation and the number paid for', async ({
	scene
}) => {
	const project = await made(scene);
	const helen = await scene.as('helen');
	const change = (key: 'tomas' | 'amara' | 'joseph') => ({
		project,
		person: personId(key),
		once: once(),
		at
	});
	const priya = { project, person: personId('priya'), once: once(), at };
	await expect(addMember(helen.db, helen.actor, priya)).rejects.toThrow('seats');
	await expect(removeMember(helen.db, helen.actor, change('amara'))).rejects.toThrow('lead');
	await removeMember(helen.db, helen.actor, change('tomas'));
	const tomas = await scene.as('tomas');
	await expect(tomas.db.read((tx) => find(tx, project))).rejects.toMatchObject({ status: 404 });
	await expect(addMember(helen.db, helen.actor, change('joseph'))).rejects.toThrow(
		'no researcher of your organisation'
	);
	for (const key of ['amara', 'ingrid'] as const) {
		const { db, actor } = await scene.as(key);
		await expect(addMember(db, actor, change('tomas')), key).rejects.toMatchObject({ status: 403 });
	}
	await addMember(helen.db, helen.actor, change('tomas'));
	expect((await tomas.db.read((tx) => find(tx, project))).id).toBe(project);
});

test('another organisation sees 0 rows of a project', async ({ scene }) => {
	const project = await made(scene);
	for (const key of ['daniel', 'priya', 'chloe', 'joseph', 'ravi', 'lucas'] as const) {
		const { db } = await scene.as(key);
		expect(await db.read((tx) => tx`select 1 from project`), key).toHaveLength(0);
		expect(await db.read((tx) => tx`select 1 from project_member`), key).toHaveLength(0);
		await expect(
			db.read((tx) => find(tx, project)),
			key
		).rejects.toMatchObject({ status: 404 });
	}
});
