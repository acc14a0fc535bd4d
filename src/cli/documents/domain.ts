import * as agreements from '#domain/agreements/agreement.ts';
import * as applications from '#domain/applications/application.ts';
import * as billing from '#domain/billing/invoice.ts';
import * as policies from '#domain/disclosure/policies/record.ts';
import * as outputs from '#domain/outputs/output.ts';
import * as publications from '#domain/outputs/publications/publication.ts';
import * as regular from '#domain/outputs/regular/regular.ts';
import { actions, rolesWith } from '#domain/people/permissions.ts';
import { roleName } from '#domain/people/roles.ts';
import * as projects from '#domain/projects/project.ts';
import * as refreshes from '#domain/workspaces/refresh/refresh.ts';
import * as workspaces from '#domain/workspaces/workspace.ts';

type Machine = {
	readonly name: string;
	readonly first: string;
	readonly moves: Readonly<
		Record<string, { from: string | readonly string[]; to: string | readonly string[] }>
	>;
};

const machines: readonly Machine[] = [
	{ name: 'Application', first: 'draft', moves: applications.moves },
	{ name: 'Agreement', first: 'drafting', moves: agreements.moves },
	{ name: 'Project', first: 'awaiting_payment', moves: projects.moves },
	{ name: 'Invoice', first: 'issued', moves: billing.moves },
	{ name: 'Workspace', first: 'provisioning', moves: workspaces.moves },
	{ name: 'Refresh of data', first: 'making', moves: refreshes.moves },
	{ name: 'Disclosure policy', first: 'draft', moves: policies.moves },
	{ name: 'Output request', first: 'draft', moves: outputs.moves },
	{ name: 'Regular release', first: 'proposed', moves: regular.moves },
	{ name: 'Publication', first: 'draft', moves: publications.moves }
];

const diagram = ({ first, moves }: Machine): string =>
	[
		'```mermaid',
		'stateDiagram-v2',
		`	[*] --> ${first}`,
		...Object.entries(moves).flatMap(([name, { from, to }]) =>
			[to].flat().flatMap((end) => [from].flat().map((start) => `	${start} --> ${end}: ${name}`))
		),
		'```'
	].join('\n');

/** src/domain/README.md: every state machine and who may do what, as the code has them. */
export const domainReadme = (): string =>
	[
		'# What we do',
		'',
		'Written by `npx aldgate docs` from the tables in the code, and compared in `npm test`: change the tables, not this page.',
		'',
		'One folder a capability, in dependency order: audit, people, organisations, controllers, catalogue, pricing, applications, committees, agreements, projects, billing, workspaces, disclosure, outputs, transparency, home. A capability uses those before it. In each: the noun (types, statuses, moves), `policy.ts` (pure verdicts), `forms.ts` (what arrives from outside), `store.server.ts` (all its SQL), and a file per verb.',
		'',
		'## States',
		'',
		...machines.flatMap((machine) => [`### ${machine.name}`, '', diagram(machine), '']),
		'## Who may do what',
		'',
		'A role carries an action; rules that depend on the thing itself (own application, member of the project, both of two checkers) are in the policy of its capability. Everybody signs in and out.',
		'',
		'| Action | Roles |',
		'| --- | --- |',
		...actions.map(
			(action) => `| \`${action}\` | ${rolesWith(action).map(roleName).join(', ') || 'everybody'} |`
		),
		''
	].join('\n');
