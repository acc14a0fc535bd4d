/** The demonstration's organisations. All made up. */
export const organisations = [
	{ key: 'thames', name: 'Thames University', kind: 'university', country: 'GB', publicBody: true },
	{
		key: 'brightwell',
		name: 'Brightwell Therapeutics Ltd',
		kind: 'company',
		country: 'GB',
		publicBody: false
	},
	{
		key: 'riverside',
		name: 'Riverside Institute of Epidemiology',
		kind: 'charity',
		country: 'GB',
		publicBody: true
	}
] as const;

export type OrganisationKey = (typeof organisations)[number]['key'];

type DemoPerson = {
	readonly key: string;
	readonly name: string;
	readonly note: string;
	readonly service?: readonly string[];
	readonly of?: OrganisationKey;
	readonly as?: readonly string[];
	readonly committee?: 'committee-member' | 'committee-chair' | 'citizen' | 'citizens-secretary';
	/** The kind of controller whose first one by code this person acts for. */
	readonly controller?: 'gp-practice' | 'trust';
};

/** Everybody needed to do the whole job, in the order they come in. */
export const people = [
	{
		key: 'amara',
		name: 'Amara Okafor',
		of: 'thames',
		as: ['applicant', 'member'],
		note: 'Academic researcher: count people, price and apply, then analyse and ask for outputs.'
	},
	{
		key: 'tomas',
		name: 'Tomas Lindqvist',
		of: 'thames',
		as: ['member'],
		note: 'Member of Amara’s team: works in the same workspaces.'
	},
	{
		key: 'helen',
		name: 'Helen Marsh',
		of: 'thames',
		as: ['signatory', 'finance-contact', 'user-manager'],
		note: 'Signs for Thames University and supplies its purchase orders.'
	},
	{
		key: 'priya',
		name: 'Priya Raman',
		of: 'brightwell',
		as: ['applicant', 'member'],
		note: 'Industry partner: gets a count and a price in one sitting, agrees terms, starts.'
	},
	{
		key: 'daniel',
		name: 'Daniel Frost',
		of: 'brightwell',
		as: ['signatory', 'user-manager'],
		note: 'Signs for Brightwell Therapeutics.'
	},
	{
		key: 'chloe',
		name: 'Chloe Bennett',
		of: 'brightwell',
		as: ['finance-contact'],
		note: 'Sees Brightwell’s invoices, and no scientific content.'
	},
	{
		key: 'joseph',
		name: 'Joseph Adeyemi',
		of: 'riverside',
		as: ['applicant', 'member', 'signatory'],
		note: 'Researcher of another organisation: what Thames does is 404 here.'
	},
	{
		key: 'grace',
		name: 'Grace Whitfield',
		service: ['access-manager'],
		note: 'Access manager: triages, returns with reasons, accepts for review.'
	},
	{ key: 'owen', name: 'Owen Price', service: ['technical-reviewer'], note: 'Technical reviewer.' },
	{
		key: 'farah',
		name: 'Farah Siddiqui',
		service: ['privacy-officer'],
		note: 'Privacy officer: reviews, and opens gates together with a data manager.'
	},
	{
		key: 'miriam',
		name: 'Miriam Cohen',
		committee: 'committee-chair',
		note: 'Chairs the data access committee and closes votes.'
	},
	{
		key: 'lucas',
		name: 'Lucas Moreau',
		committee: 'committee-member',
		note: 'Committee member: declares, reads, votes with reasons.'
	},
	{
		key: 'sade',
		name: 'Sade Johnson',
		committee: 'citizen',
		note: 'Public member from the Citizens’ Advisory Group: votes with reasons.'
	},
	{
		key: 'ravi',
		name: 'Ravi Patel',
		controller: 'gp-practice',
		note: 'Acts for a GP practice: sees projects that use its data, may object.'
	},
	{
		key: 'nadia',
		name: 'Nadia Hassan',
		service: ['commercial-manager'],
		note: 'Commercial manager: drafts and offers agreements.'
	},
	{
		key: 'peter',
		name: 'Peter Lang',
		service: ['commercial-director'],
		note: 'Commercial director: signs for the service.'
	},
	{
		key: 'yusuf',
		name: 'Yusuf Demir',
		service: ['finance-officer'],
		note: 'Finance officer: invoices, purchase orders, payments, ledger.'
	},
	{
		key: 'ingrid',
		name: 'Ingrid Nilsen',
		service: ['data-manager'],
		note: 'Data manager: provisions, reads the de-identification report, opens gates.'
	},
	{
		key: 'carlos',
		name: 'Carlos Mendes',
		service: ['output-checker'],
		note: 'Output checker: first of two.'
	},
	{
		key: 'wei',
		name: 'Wei Zhang',
		service: ['output-checker'],
		note: 'Output checker: second of two.'
	},
	{
		key: 'ruth',
		name: 'Ruth Abrams',
		service: ['auditor'],
		note: 'Auditor: reads everything, changes nothing.'
	},
	{
		key: 'sam',
		name: 'Sam Taylor',
		service: ['administrator'],
		note: 'Administrator: jobs and settings.'
	}
] as const satisfies readonly DemoPerson[];

export type PersonKey = (typeof people)[number]['key'];
export const demoPeople: readonly DemoPerson[] = people;

/** Shown on the sign-in page's documentation; the accounts exist in the demonstration only. */
export const demoPassword = 'a gate in the city wall';
export const emailOf = (key: string): string => `${key}@example.org`;

/** The same id in every demonstration, so that commands and tests can name people. */
export const idOf = (kind: 'person' | 'organisation' | 'committee', index: number): string =>
	`00000000-0000-7000-8${{ person: '1', organisation: '2', committee: '3' }[kind]}00-${String(index + 1).padStart(12, '0')}`;

export const personId = (key: PersonKey): string =>
	idOf(
		'person',
		people.findIndex((person) => person.key === key)
	);
export const organisationId = (key: OrganisationKey): string =>
	idOf(
		'organisation',
		organisations.findIndex((organisation) => organisation.key === key)
	);
export const committeeId = idOf('committee', 0);
