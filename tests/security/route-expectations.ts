import type { Role } from '#domain/people/roles.ts';

/**
 * Who may see a page: everybody; everybody who signed in; those who hold one of the roles; or the
 * people of the thing that its address names, for whom alone it exists.
 */
export type Expected = {
	readonly who: 'everybody' | 'signed-in' | 'its people' | readonly Role[];
	/** What everybody else is answered who signed in: that it is not for them, or that it is not there. */
	readonly others?: 403 | 404;
	/** It answers a POST only, or sends on at once. */
	readonly get?: 303 | 405;
};

const everybody: Expected = { who: 'everybody' };
const signedIn: Expected = { who: 'signed-in' };
const gatekeepers: readonly Role[] = ['data-manager', 'privacy-officer', 'auditor'];
const itsPeople: Expected = { who: 'its people', others: 404 };

/** One entry a route: a page without one fails the test, so that nobody forgets to say whose it is. */
export const expectations: Readonly<Record<string, Expected>> = {
	'/': everybody,
	'/accessibility': everybody,
	'/datasets': everybody,
	'/datasets/[code]': everybody,
	'/how-it-works': everybody,
	'/keys': everybody,
	'/keys/[id].pem': everybody,
	'/releases/[id]': everybody,
	'/releases/[id]/manifest.json': everybody,
	'/releases/[id]/manifest.sig': everybody,
	'/prices': everybody,
	'/prices/[version]': everybody,
	'/prices/[version]/csv': everybody,
	'/prices/[version]/json': everybody,
	'/privacy': everybody,
	'/register': everybody,
	'/register.csv': everybody,
	'/register/[id]': everybody,
	'/sign-in': everybody,
	'/sign-out': { who: 'everybody', get: 303 },
	'/terms': everybody,
	'/terms/[clause]': everybody,
	'/healthz': everybody,
	'/readyz': everybody,
	'/api/v1/datasets': everybody,
	'/api/v1/keys': everybody,
	'/api/v1/quotes/preview': { who: 'everybody', get: 405 },
	'/api/v1/rate-cards/current': everybody,
	'/api/v1/register': everybody,
	'/api/v1/register/[id]': everybody,

	'/home': signedIn,
	'/account': signedIn,
	'/agreements': signedIn,
	'/applications': signedIn,
	'/code-lists': signedIn,
	'/feasibility': signedIn,
	'/guidance/outputs': signedIn,
	'/outputs': signedIn,
	'/outputs/regular': signedIn,
	'/outputs/limits': signedIn,
	'/projects': signedIn,
	'/publications': signedIn,
	'/quotes': signedIn,

	'/admin/datasets': { who: ['data-manager', 'privacy-officer', 'auditor'], others: 404 },
	'/admin/datasets/[id]': { who: ['data-manager', 'privacy-officer', 'auditor'], others: 404 },
	'/admin/datasets/new': { who: ['data-manager'], others: 403 },
	'/admin/policies': {
		who: [
			'data-manager',
			'privacy-officer',
			'caldicott-guardian',
			'output-checker',
			'auditor',
			'controller-approver'
		],
		others: 404
	},
	'/admin/policies/[version]': {
		who: [
			'data-manager',
			'privacy-officer',
			'caldicott-guardian',
			'output-checker',
			'auditor',
			'controller-approver'
		],
		others: 404
	},
	'/admin/policies/new': { who: ['data-manager', 'privacy-officer'], others: 403 },
	'/outputs/lost': {
		who: ['output-checker', 'data-manager', 'privacy-officer', 'auditor', 'administrator'],
		others: 404
	},
	'/admin/jobs': { who: ['data-manager', 'administrator', 'auditor'], others: 404 },
	'/applications/new': { who: ['applicant'], others: 403 },
	'/billing': {
		who: ['finance-contact', 'signatory', 'finance-officer', 'auditor'],
		others: 403
	},
	'/ledger': { who: ['finance-officer', 'auditor'], others: 403 },
	'/outputs/new': { who: ['member'], others: 403 },
	'/outputs/statistics': { who: ['output-checker', 'auditor', 'privacy-officer'], others: 403 },
	'/outputs/regular/new': { who: ['member'], others: 403 },

	'/agreements/[id]': itsPeople,
	'/agreements/[id]/agreement.pdf': itsPeople,
	'/agreements/[id]/agreement.txt': itsPeople,
	'/applications/[id]': itsPeople,
	'/applications/[id]/[section]': itsPeople,
	'/applications/[id]/review': itsPeople,
	'/code-lists/[id]': itsPeople,
	'/feasibility/[id]': itsPeople,
	'/invoices/[number]': itsPeople,
	'/invoices/[number]/invoice.pdf': itsPeople,
	'/outputs/[id]': itsPeople,
	'/outputs/[id]/crate.zip': itsPeople,
	'/outputs/regular/[id]': itsPeople,
	'/outputs/[id]/files/[file]': itsPeople,
	'/outputs/[id]/files/[file]/picture': itsPeople,
	'/projects/[id]': itsPeople,
	'/publications/[id]': itsPeople,
	'/quotes/[id]': itsPeople,
	'/workspaces/[id]': itsPeople,
	'/workspaces/[id]/data': itsPeople,
	'/workspaces/[id]/files': itsPeople,
	'/workspaces/[id]/files/[file]': itsPeople,
	'/workspaces/[id]/library': itsPeople,
	'/workspaces/[id]/life': itsPeople,
	'/workspaces/[id]/life/certificate.json': itsPeople,
	'/workspaces/[id]/life/certificate.sig': itsPeople,
	'/workspaces/[id]/notebooks': itsPeople,
	'/workspaces/[id]/notebooks/[notebook]': itsPeople,
	'/workspaces/[id]/notebooks/[notebook]/plots/[run]/[plot]': itsPeople,
	'/workspaces/[id]/notebooks/[notebook]/versions': itsPeople,
	'/workspaces/[id]/viewing': itsPeople,
	'/workspaces/[id]/provisioning': itsPeople,
	'/workspaces/[id]/provisioning/events': itsPeople,
	'/workspaces/[id]/provisioning/manifest.json': { who: gatekeepers, others: 404 },
	'/workspaces/[id]/provisioning/manifest.sig': { who: gatekeepers, others: 404 },
	'/workspaces/[id]/rules': itsPeople,
	'/workspaces/[id]/usage': itsPeople,
	'/workspaces/[id]/usage/open/[ticket]': itsPeople,
	'/workspaces/[id]/what-if': { who: gatekeepers, others: 404 }
};
