/** Every role code (settled.md 11) and the scope it is held in. */
export const roleScopes = {
	applicant: 'organisation',
	member: 'organisation',
	signatory: 'organisation',
	'finance-contact': 'organisation',
	'user-manager': 'organisation',
	'access-manager': 'service',
	'technical-reviewer': 'service',
	'privacy-officer': 'service',
	'caldicott-guardian': 'service',
	'commercial-manager': 'service',
	'commercial-director': 'service',
	'finance-officer': 'service',
	'data-manager': 'service',
	'output-checker': 'service',
	auditor: 'service',
	administrator: 'service',
	system: 'service',
	'committee-member': 'committee',
	'committee-chair': 'committee',
	citizen: 'committee',
	'citizens-secretary': 'committee',
	'controller-approver': 'controller',
	'federation-delegate': 'controller'
} as const satisfies Record<string, 'organisation' | 'service' | 'committee' | 'controller'>;

export type Role = keyof typeof roleScopes;
export type Scope = (typeof roleScopes)[Role];

export const roles = Object.keys(roleScopes) as Role[];

/** As people read it: "output checker". */
export const roleName = (role: Role): string =>
	role === 'system' ? 'the service' : role.replaceAll('-', ' ').replace('caldicott', 'Caldicott');

/** Access, commercial and finance roles never vote at all (settled.md 11). */
export const neverVotes = [
	'access-manager',
	'commercial-manager',
	'commercial-director',
	'finance-officer'
] as const satisfies readonly Role[];
