import type { CrateFacts, Entity } from './crate-facts.ts';
import type { Manifest } from './manifest.ts';

export const sha512 = 'https://www.iana.org/assignments/named-information#sha-512';
export const ref = (id: string) => ({ '@id': id });

/** What each thing of a release’s crate is called: its address, or a name inside the crate. */
export const idsOf = ({ release, project }: Manifest, origin: string) => ({
	release: `${origin}/releases/${release}`,
	terms: `${origin}/terms`,
	service: `${origin}/`,
	checkers: `${origin}/how-it-works#checkers`,
	committee: `${origin}/how-it-works#committee`,
	workflow: 'workflow/',
	project: `#project-${project.number}`,
	researcher: `#researcher-${release}`,
	organisation: `#organisation-${release}`,
	agreement: `#agreement-${release}`,
	policy: `#disclosure-policy-${release}`,
	snapshot: `#snapshot-${release}`
});
export type Ids = ReturnType<typeof idsOf>;

/** What went into the computation: the data, and the rules they were judged by. */
export const inputsOf = (manifest: Manifest, ids: Ids): Entity[] => [
	{
		'@id': ids.snapshot,
		'@type': 'PropertyValue',
		name: 'snapshot',
		value: [manifest.data.snapshot, manifest.data.source, manifest.data.asOf]
			.filter((part) => part !== '')
			.join(', '),
		exampleOfWork: ref('#input-snapshot')
	},
	{
		'@id': ids.policy,
		'@type': 'PropertyValue',
		name: 'disclosure policy',
		value: manifest.disclosurePolicies.map(String).join(', '),
		exampleOfWork: ref('#input-policy')
	},
	{ '@id': '#input-snapshot', '@type': 'FormalParameter', name: 'snapshot' },
	{ '@id': '#input-policy', '@type': 'FormalParameter', name: 'policy' }
];

/** Who asked, who answers for it, and under which agreement and terms. */
export const partiesOf = (facts: CrateFacts, ids: Ids): Entity[] => [
	{
		'@id': ids.project,
		'@type': 'Project',
		name: facts.manifest.project.title,
		identifier: facts.manifest.project.number,
		member: [ref(ids.organisation)]
	},
	{
		'@id': ids.researcher,
		'@type': 'Person',
		name: facts.researcher,
		affiliation: ref(ids.organisation),
		memberOf: [ref(ids.project)]
	},
	{ '@id': ids.organisation, '@type': 'Organization', name: facts.organisation },
	{ '@id': ids.service, '@type': 'Organization', name: 'Aldgate, trusted research environment' },
	{
		'@id': ids.checkers,
		'@type': 'Organization',
		name: 'Output checkers of the service',
		parentOrganization: ref(ids.service)
	},
	{
		'@id': ids.committee,
		'@type': 'Organization',
		name: 'Data access committee',
		parentOrganization: ref(ids.service)
	},
	{
		'@id': ids.agreement,
		'@type': 'CreativeWork',
		name: `Data access agreement ${facts.agreement.number}`
	},
	{ '@id': ids.terms, '@type': 'CreativeWork', name: 'Terms under which results are used' },
	{ '@id': sha512, '@type': 'DefinedTerm', name: 'sha-512 algorithm' }
];
