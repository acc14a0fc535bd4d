import { holds, organisationsOf, type Actor } from '#domain/people/actor.ts';
import type { Role } from '#domain/people/roles.ts';

type Place = {
	readonly href: string;
	readonly label: string;
	/** Who is shown it; what they may do there is for policy to say. */
	readonly show: (actor: Actor | null) => boolean;
};

const has =
	(...roles: Role[]) =>
	(actor: Actor | null) =>
		actor !== null && holds(actor, roles);

const everybody = () => true;
const signedIn = (actor: Actor | null) => actor !== null;
const researching = (actor: Actor | null) => actor !== null && organisationsOf(actor).length > 0;
const either =
	(...tests: ((actor: Actor | null) => boolean)[]) =>
	(actor: Actor | null) =>
		tests.some((test) => test(actor));

/** The main navigation, in order. The same address for everyone; policy decides what is seen there. */
const places: readonly Place[] = [
	{ href: '/home', label: 'Home', show: signedIn },
	{ href: '/datasets', label: 'Data', show: either((actor) => actor === null, researching) },
	{ href: '/feasibility', label: 'Feasibility', show: researching },
	{ href: '/prices', label: 'Prices', show: either((actor) => actor === null, researching) },
	{
		href: '/applications',
		label: 'Applications',
		show: either(
			researching,
			has(
				'access-manager',
				'technical-reviewer',
				'privacy-officer',
				'caldicott-guardian',
				'commercial-manager',
				'committee-member',
				'committee-chair',
				'citizen',
				'controller-approver',
				'auditor'
			)
		)
	},
	{
		href: '/agreements',
		label: 'Agreements',
		show: either(has('commercial-manager', 'commercial-director', 'auditor', 'signatory'))
	},
	{
		href: '/projects',
		label: 'Projects',
		show: either(
			researching,
			has('access-manager', 'data-manager', 'privacy-officer', 'finance-officer', 'auditor')
		)
	},
	{
		href: '/outputs',
		label: 'Outputs',
		show: either(has('output-checker', 'auditor'), has('applicant', 'member'))
	},
	{
		href: '/publications',
		label: 'Publications',
		show: has('output-checker', 'data-manager', 'auditor', 'applicant', 'member')
	},
	{
		href: '/billing',
		label: 'Billing',
		show: has('finance-officer', 'finance-contact', 'auditor')
	},
	{
		href: '/admin/datasets',
		label: 'Versions',
		show: has('data-manager', 'privacy-officer')
	},
	{
		href: '/admin/policies',
		label: 'Policies',
		show: has('data-manager', 'privacy-officer', 'caldicott-guardian', 'controller-approver')
	},
	{ href: '/admin/jobs', label: 'Jobs', show: has('data-manager', 'administrator', 'auditor') },
	{ href: '/register', label: 'Register', show: everybody },
	{ href: '/how-it-works', label: 'How it works', show: (actor) => actor === null }
];

/** What the header shows this person, with the place they are in marked. */
export const navigation = (actor: Actor | null, path: string) =>
	places
		.filter(({ show }) => show(actor))
		.map(({ href, label }) => ({
			href,
			label,
			current: path === href || path.startsWith(`${href}/`)
		}));
