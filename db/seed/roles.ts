import { service } from '#domain/people/actor.ts';
import { hashPassword } from '#domain/people/password.server.ts';
import type { Tx } from '#platform/db.server.ts';
import {
	committeeId,
	demoPassword,
	demoPeople,
	emailOf,
	idOf,
	organisationId,
	organisations
} from './people.ts';

/** The person that jobs act as; every database has it. */
export async function seedService(tx: Tx, at: Temporal.Instant): Promise<void> {
	await tx`
		insert into person (id, name, email, kind, created_at)
		values (${service.id}, ${service.name}, ${service.email}, 'system', ${at})
		on conflict (id) do nothing
	`;
	await tx`
		insert into service_role (person_id, role, granted_at)
		values (${service.id}, 'system', ${at})
		on conflict do nothing
	`;
}

/** The committee that decides applications; an installation has one. */
export async function seedCommittee(tx: Tx): Promise<void> {
	await tx`insert into committee (id, name) values (${committeeId}, 'Data Access Committee') on conflict do nothing`;
}

/** Demonstration people and organisations, once. Controllers come with the catalogue. */
export async function seedPeople(tx: Tx, at: Temporal.Instant): Promise<void> {
	const [index, today] = [
		(key: string) => demoPeople.findIndex((one) => one.key === key),
		at.toString().slice(0, 10)
	];
	for (const [place, { name, kind, country, publicBody }] of organisations.entries()) {
		await tx`
			insert into organisation (id, name, kind, country, public_body, assured_until, created_at)
			values (${idOf('organisation', place)}, ${name}, ${kind}, ${country}, ${publicBody}, ${`${Number(today.slice(0, 4)) + 1}-12-31`}, ${at})
			on conflict (id) do nothing
		`;
	}
	await seedCommittee(tx);
	const password = await hashPassword(demoPassword);
	for (const person of demoPeople) {
		const id = idOf('person', index(person.key));
		await tx`
			insert into person (id, name, email, demo_order, demo_note, created_at)
			values (${id}, ${person.name}, ${emailOf(person.key)}, ${index(person.key)}, ${person.note}, ${at})
			on conflict (id) do nothing
		`;
		await tx`
			insert into credential (person_id, password_hash, changed_at)
			values (${id}, ${password}, ${at}) on conflict do nothing
		`;
		for (const role of person.service ?? [])
			await tx`
				insert into service_role (person_id, role, granted_at) values (${id}, ${role}, ${at})
				on conflict do nothing
			`;
		for (const role of person.as ?? []) {
			if (!person.of) continue;
			await tx`
				insert into organisation_member (organisation_id, person_id, role, added_at)
				values (${organisationId(person.of)}, ${id}, ${role}, ${at}) on conflict do nothing
			`;
		}
		if (person.committee)
			await tx`
				insert into committee_member (committee_id, person_id, role, appointed_on)
				values (${committeeId}, ${id}, ${person.committee}, ${'2026-01-01'}) on conflict do nothing
			`;
	}
}
