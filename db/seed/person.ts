import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import { roleScopes, type Role } from '#domain/people/roles.ts';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { committeeId } from './people.ts';
import { seedCommittee, seedService } from './roles.ts';

export const organisationKinds = ['university', 'nhs', 'charity', 'company'] as const;

export type NewOrganisation = {
	readonly name: string;
	/** Null when the organisation must be there already. */
	readonly kind: (typeof organisationKinds)[number] | null;
	readonly country: string;
	/** Pays by purchase order, before its invoice. */
	readonly publicBody: boolean;
};

export type NewPerson = {
	readonly name: string;
	readonly email: string;
	readonly roles: readonly Role[];
	readonly organisation: NewOrganisation | null;
	/** Code of the controller that controller roles are held for. */
	readonly controller: string | null;
	/** Asked for only when the person is new; gives the hash to keep. */
	readonly passwordHash: () => Promise<string>;
};

export type Added = {
	readonly person: string;
	readonly made: boolean;
	readonly organisation: { readonly id: string; readonly made: boolean } | null;
	/** Roles that were not held before. */
	readonly roles: readonly Role[];
};

/**
 * Adds a person, or roles to the one who has this address, as the database's owner and in the name
 * of the service; the event says which roles. What is there already stays as it is.
 * @throws Problem when the organisation or controller is not here, or a role cannot be held.
 */
export async function addPerson(
	owner: Sql,
	asked: NewPerson,
	at: Temporal.Instant
): Promise<Added> {
	await owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedCommittee(tx);
	});
	const [known] = await owner`select from person where email = ${asked.email}`;
	const hash = known ? null : await asked.passwordHash();
	return act<Added>(bind(owner, service.id), service, async (tx) => {
		const organisation = await organisationOf(tx, asked.organisation, at);
		const { id, made } = await personOf(tx, asked, hash, at);
		const roles: Role[] = [];
		for (const role of asked.roles)
			if (await grant(tx, { person: id, role, organisation: organisation?.id, at, asked }))
				roles.push(role);
		const changed = made || organisation?.made === true || roles.length > 0;
		return {
			result: { person: id, made, organisation, roles },
			event: changed
				? {
						action: 'person.add',
						subject: { kind: 'person', id },
						organisation: organisation?.id ?? null,
						detail: { made, roles },
						at
					}
				: []
		};
	});
}

async function personOf(
	tx: Tx,
	{ name, email }: NewPerson,
	hash: string | null,
	at: Temporal.Instant
): Promise<{ id: string; made: boolean }> {
	const [fresh] = await tx<{ id: string }[]>`
		insert into person (name, email, created_at)
		select ${name}, ${email}, ${at} where ${hash !== null}
		on conflict (email) do nothing
		returning id
	`;
	if (fresh && hash !== null) {
		await tx`
			insert into credential (person_id, password_hash, changed_at) values (${fresh.id}, ${hash}, ${at})
		`;
		return { id: fresh.id, made: true };
	}
	const [found] = await tx<{ id: string; kind: string }[]>`
		select id, kind from person where email = ${email}
	`;
	if (!found) throw new Problem(409, 'Somebody removed this person meanwhile; run it again.');
	if (found.kind === 'system') throw new Problem(403, 'This address is the service’s own.');
	return { id: found.id, made: false };
}

async function organisationOf(tx: Tx, asked: NewOrganisation | null, at: Temporal.Instant) {
	if (!asked) return null;
	const { name, kind, country, publicBody } = asked;
	const [found] = await tx<{ id: string; kind: string }[]>`
		select id, kind from organisation where name = ${name}
	`;
	if (found) {
		if (kind !== null && found.kind !== kind)
			throw new Problem(409, `${name} is here already, as ${found.kind}; leave out --kind.`);
		return { id: found.id, made: false };
	}
	if (kind === null)
		throw new Problem(
			404,
			`There is no organisation ${name}; give its --kind (${organisationKinds.join(', ')}) to add it.`
		);
	const [fresh] = await tx<{ id: string }[]>`
		insert into organisation (name, kind, country, public_body, created_at)
		values (${name}, ${kind}, ${country}, ${publicBody}, ${at})
		returning id
	`;
	return { id: fresh?.id ?? '', made: true };
}

type Grant = {
	readonly person: string;
	readonly role: Role;
	readonly organisation: string | undefined;
	readonly at: Temporal.Instant;
	readonly asked: NewPerson;
};

/** Whether the role is new. */
async function grant(tx: Tx, { person, role, organisation, at, asked }: Grant): Promise<boolean> {
	switch (roleScopes[role]) {
		case 'service':
			return some(tx`
				insert into service_role (person_id, role, granted_at) values (${person}, ${role}, ${at})
				on conflict do nothing returning role`);
		case 'organisation':
			return some(tx`
				insert into organisation_member (organisation_id, person_id, role, added_at)
				values (${organisation ?? null}, ${person}, ${role}, ${at})
				on conflict (organisation_id, person_id, role)
				do update set removed_at = null where organisation_member.removed_at is not null
				returning role`);
		case 'committee':
			return onCommittee(tx, person, role, at);
		case 'controller': {
			const [found] = await tx`select from controller where code = ${asked.controller ?? ''}`;
			if (!found)
				throw new Problem(
					404,
					`There is no controller ${asked.controller ?? ''}; npx aldgate seed base brings them.`
				);
			return some(tx`
				insert into controller_role (controller_code, person_id, role, granted_at)
				values (${asked.controller}, ${person}, ${role}, ${at})
				on conflict (controller_code, person_id, role)
				do update set revoked_at = null where controller_role.revoked_at is not null
				returning role`);
		}
	}
}

/** A person sits on the committee once, in one role. */
async function onCommittee(tx: Tx, person: string, role: Role, at: Temporal.Instant) {
	const [sits] = await tx<{ role: string; until: Temporal.PlainDate | null }[]>`
		select role, until from committee_member where committee_id = ${committeeId} and person_id = ${person}
	`;
	if (sits?.role === role && sits.until === null) return false;
	if (sits)
		throw new Problem(
			409,
			`This person is or was on the committee as ${sits.role}; one role each.`
		);
	return some(tx`
		insert into committee_member (committee_id, person_id, role, appointed_on)
		values (${committeeId}, ${person}, ${role}, ${at.toZonedDateTimeISO('Europe/London').toPlainDate()})
		returning role`);
}

const some = async (rows: PromiseLike<readonly unknown[]>): Promise<boolean> =>
	(await rows).length > 0;
