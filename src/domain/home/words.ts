import type { SubjectKind } from '#domain/audit/event.ts';

/** Where each kind of thing has its page; the rest have none of their own. */
const pages: Partial<Record<SubjectKind, string>> = {
	application: '/applications/',
	agreement: '/agreements/',
	project: '/projects/',
	workspace: '/workspaces/',
	output: '/outputs/',
	regular: '/outputs/regular/',
	publication: '/publications/',
	quote: '/quotes/',
	'code-list': '/code-lists/',
	feasibility: '/feasibility/'
};

const verbs: Record<string, string> = {
	accept: 'accepted',
	start: 'started',
	save: 'saved',
	submit: 'sent',
	return: 'returned',
	withdraw: 'withdrew',
	record: 'gave an opinion on',
	declare: 'declared interests for',
	vote: 'voted on',
	'close-vote': 'closed the vote on',
	draft: 'drafted',
	import: 'imported',
	send: 'sent a file into',
	refuse: 'refused a file for',
	ask: 'asked for a package in',
	agree: 'agreed to a package for',
	offer: 'offered',
	'sign-partner': 'signed',
	'sign-service': 'signed',
	'accept-terms': 'accepted the terms of',
	'supply-po': 'supplied a purchase order for',
	'accept-po': 'accepted the purchase order of',
	'record-payment': 'recorded a payment for',
	run: 'ran a query in',
	approve: 'approved',
	retry: 'retried',
	compare: 'compared',
	escalate: 'asked the lead about',
	advise: 'answered the checkers on',
	unclaim: 'put back',
	reject: 'rejected',
	release: 'released',
	'require-review': 'set the review of',
	make: 'made',
	count: 'made',
	control: 'changed',
	comment: 'commented on',
	claim: 'took on',
	download: 'downloaded',
	revoke: 'revoked',
	propose: 'proposed',
	stop: 'stopped',
	decline: 'declined'
};

const nouns: Partial<Record<SubjectKind, string>> = {
	feasibility: 'a count',
	quote: 'a quote',
	application: 'an application',
	agreement: 'an agreement',
	project: 'a project',
	invoice: 'an invoice',
	workspace: 'a workspace',
	output: 'an output request',
	regular: 'a regular release',
	publication: 'a publication',
	policy: 'a disclosure policy',
	'code-list': 'a code list',
	person: 'what is recorded of somebody',
	'rate-card': 'a rate card',
	job: 'a job'
};

/** One of a person's own events in words: "You voted on an application", with its page. */
export function happened(action: string, kind: SubjectKind, id: string) {
	const verb = action.slice(action.indexOf('.') + 1);
	const page = pages[kind];
	return {
		words: `You ${verbs[verb] ?? verb.replaceAll('-', ' ')} ${nouns[kind] ?? `a ${kind}`}`,
		href: page === undefined ? null : `${page}${id}`
	};
}

/** The last few of them; the same thing done again and again stands once. */
export const recent = <Told extends { words: string; href: string | null }>(
	told: readonly Told[]
): Told[] =>
	told
		.filter(
			({ words, href }, place) =>
				told.findIndex((other) => other.words === words && other.href === href) === place
		)
		.slice(0, 5);
