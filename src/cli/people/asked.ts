import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { roles, roleScopes, type Role } from '#domain/people/roles.ts';
import { email } from '#platform/fields.ts';
import { organisationKinds, type NewPerson } from '#db/seed/person.ts';
import { BadCommand } from '../given.ts';

export type Asked = Omit<NewPerson, 'passwordHash'> & { readonly json: boolean };

const kinds: readonly string[] = organisationKinds;

/** What the words after `person` ask for. @throws BadCommand with the option and what to do. */
export function askedFor(argv: readonly string[]): Asked {
	const { values, positionals } = optionsOf(argv);
	if (positionals.length !== 1 || positionals[0] !== 'add')
		throw new BadCommand('Say what to do: npx aldgate person add --name … --email … --role ….');
	const roleNames = rolesIn(values.role);
	const held = new Set(roleNames.map((role) => roleScopes[role]));
	const organisation = given(values.organisation);
	const controller = given(values.controller);
	if (held.has('organisation') !== (organisation !== null))
		throw new BadCommand(
			held.has('organisation')
				? '--organisation: name the organisation that these roles are held in.'
				: '--organisation: none of these roles is held in one; leave it out.'
		);
	if (held.has('controller') !== (controller !== null))
		throw new BadCommand(
			'--controller: give the controller’s code with a controller’s role, and only then.'
		);
	return {
		name: nameOf(values.name),
		email: emailOf(values.email),
		roles: roleNames,
		organisation: organisation === null ? null : { name: organisation, ...bodyOf(values) },
		controller,
		json: values.json
	};
}

function optionsOf(argv: readonly string[]) {
	try {
		return parseArgs({
			args: [...argv],
			allowPositionals: true,
			options: {
				name: { type: 'string' },
				email: { type: 'string' },
				role: { type: 'string' },
				organisation: { type: 'string' },
				kind: { type: 'string' },
				country: { type: 'string' },
				'public-body': { type: 'boolean', default: false },
				controller: { type: 'string' },
				json: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		const why = error instanceof Error ? error.message.split('. ')[0] : '';
		throw new BadCommand(`${why ?? ''}; see npx aldgate person --help.`);
	}
}

const given = (value: string | undefined): string | null => {
	const trimmed = value?.trim() ?? '';
	return trimmed === '' ? null : trimmed;
};

function nameOf(value: string | undefined): string {
	const name = given(value);
	if (name === null || name.length > 120)
		throw new BadCommand('--name: give the person’s name, at most 120 characters.');
	return name;
}

function emailOf(value: string | undefined): string {
	const parsed = v.safeParse(email(), value ?? '');
	if (!parsed.success) throw new BadCommand(`--email: ${parsed.issues[0].message}.`);
	return parsed.output;
}

function rolesIn(value: string | undefined): Role[] {
	const people = roles.filter((role) => role !== 'system');
	const names = (value ?? '').split(',').flatMap((word) => given(word) ?? []);
	if (names.length === 0) throw new BadCommand(`--role: give one or more of ${people.join(', ')}.`);
	return [...new Set(names)].map((name) => {
		const role = people.find((one) => one === name);
		if (!role)
			throw new BadCommand(`--role: “${name}” is no role; use one of ${people.join(', ')}.`);
		return role;
	});
}

function bodyOf(values: { kind?: string; country?: string; 'public-body': boolean }) {
	const kind = given(values.kind);
	if (kind !== null && !kinds.includes(kind))
		throw new BadCommand(`--kind: “${kind}” is none of ${kinds.join(', ')}.`);
	const country = given(values.country) ?? 'GB';
	if (!/^[A-Z]{2}$/.test(country))
		throw new BadCommand(`--country: “${country}” is not two capital letters, such as GB.`);
	return {
		kind: organisationKinds.find((one) => one === kind) ?? null,
		country,
		publicBody: values['public-body']
	};
}
