/**
 * What the Five Safes RO-Crate profile 0.4 demands of a crate whose result was published (MUST, and
 * the SHOULDs that make it of use). The official examples write "type" and "licence" in places; both
 * spellings are read here, and only the right ones are written.
 * Source: https://w3id.org/5s-crate/0.4.
 */
type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const listed = (value: unknown): unknown[] =>
	Array.isArray(value) ? value : value === undefined ? [] : [value];
const idsIn = (value: unknown): string[] =>
	listed(value).flatMap((one) =>
		isNode(one) && typeof one['@id'] === 'string' ? [one['@id']] : []
	);
const typesOf = (node: Node | undefined): unknown[] => listed(node?.['@type'] ?? node?.['type']);

const statuses = ['Potential', 'Active', 'Completed', 'Failed'].map(
	(name) => `http://schema.org/${name}ActionStatus`
);
const descriptor = 'ro-crate-metadata.json';
const phases = [
	'CheckValue',
	'ValidationCheck',
	'SignOff',
	'DisclosureCheck',
	'GenerateCheckValue'
];

type Say = (rule: string, holds: boolean) => void;

/** The rules that the metadata of a crate breaks, each as a sentence; none for a good one. */
export function crateProblems(metadata: unknown): string[] {
	const problems: string[] = [];
	const say: Say = (rule, holds) => {
		if (!holds) problems.push(rule);
	};
	if (!isNode(metadata) || !Array.isArray(metadata['@graph']))
		return ['The metadata has an @graph of entities.'];
	const nodes = (metadata['@graph'] as unknown[]).filter(isNode);
	const byId = new Map(nodes.map((node) => [node['@id'], node]));
	const root = byId.get('./');
	say(
		'The context is that of RO-Crate 1.2-DRAFT.',
		listed(metadata['@context']).includes('https://w3id.org/ro/crate/1.2-DRAFT/context')
	);
	const about = byId.get(descriptor);
	say('The descriptor is about ./', idsIn(about?.['about']).includes('./'));
	say(
		'The descriptor conforms to RO-Crate 1.2-DRAFT.',
		idsIn(about?.['conformsTo']).includes('https://w3id.org/ro/crate/1.2-DRAFT')
	);
	say('Each @id is given once.', byId.size === nodes.length);
	if (root === undefined) return [...problems, 'There is a root data entity ./'];
	const find = (id: string) => byId.get(id);
	rootRules(root, nodes, find, say);
	queryRules(root, find, say);
	for (const action of nodes.filter((node) => typesOf(node).includes('AssessAction')))
		phaseRules(action, idsIn(root['mentions']), say);
	return problems;
}

type Find = (id: string) => Node | undefined;

function rootRules(root: Node, nodes: readonly Node[], find: Find, say: Say): void {
	const of = (key: string) => idsIn(root[key]);
	say('The root is a Dataset.', typesOf(root).includes('Dataset'));
	say(
		'The root conforms to the profile.',
		of('conformsTo').includes('https://w3id.org/5s-crate/0.4')
	);
	const [workflow] = of('mainEntity').map(find);
	say(
		'mainEntity is a Workflow RO-Crate Dataset.',
		typesOf(workflow).includes('Dataset') &&
			idsIn(workflow?.['conformsTo']).some((id) => id.includes('/workflow-ro-crate/'))
	);
	const [organisation] = of('sourceOrganization').map(find);
	say('sourceOrganization is a Project.', typesOf(organisation).includes('Project'));
	say(
		'datePublished is a time.',
		typeof root['datePublished'] === 'string' && /^\d{4}-\d{2}-\d{2}/.test(root['datePublished'])
	);
	say('There is a publisher.', of('publisher').length > 0);
	say('There is a licence.', idsIn(root['license'] ?? root['licence']).length > 0);
	const mentioned = of('mentions');
	say(
		'mentions lists every action.',
		nodes
			.filter((node) => typesOf(node).some((type) => String(type).endsWith('Action')))
			.every((node) => mentioned.includes(String(node['@id'])))
	);
}

function queryRules(root: Node, find: Find, say: Say): void {
	const queries = idsIn(root['mentions'])
		.map(find)
		.filter((node) => typesOf(node).includes('CreateAction'));
	const [query] = queries;
	say('mentions has one CreateAction.', queries.length === 1);
	if (query === undefined) return;
	say(
		'The query’s instrument is the main entity.',
		idsIn(query['instrument']).join() === idsIn(root['mainEntity']).join()
	);
	const [agent] = idsIn(query['agent']).map(find);
	say('The query’s agent is a Person.', typesOf(agent).includes('Person'));
	say('The agent has an affiliation.', idsIn(agent?.['affiliation']).length > 0);
	say(
		'The agent is a member of the project.',
		idsIn(agent?.['memberOf']).some((id) => idsIn(root['sourceOrganization']).includes(id))
	);
	say('The query has a known status.', statuses.includes(String(query['actionStatus'])));
	const inputs = idsIn(query['object']).map(find);
	say(
		'Each input is a File or a PropertyValue of a formal parameter.',
		inputs.length > 0 &&
			inputs.every(
				(input) =>
					typesOf(input).some((type) => type === 'File' || type === 'PropertyValue') &&
					idsIn(input?.['exampleOfWork'])
						.map(find)
						.some((parameter) => typesOf(parameter).includes('FormalParameter'))
			)
	);
	const results = idsIn(query['result']);
	const parts = idsIn(root['hasPart']);
	say('A completed query has results.', results.length > 0);
	say(
		'hasPart lists every result.',
		results.every((id) => parts.includes(id) && find(id) !== undefined)
	);
}

function phaseRules(action: Node, mentioned: readonly string[], say: Say): void {
	const id = String(action['@id']);
	const [type = ''] = idsIn(action['additionalType']);
	const phase = type.slice(type.indexOf('#') + 1);
	say(`${id} is of a known phase.`, phases.includes(phase));
	say(`${id} is mentioned by the root.`, mentioned.includes(id));
	say(
		`${id} has an object and an agent.`,
		[action['object'], action['agent']].every((one) => idsIn(one).length > 0)
	);
	say(`${id} has a known status.`, statuses.includes(String(action['actionStatus'])));
	if (phase === 'SignOff')
		say(`${id} names the agreement it was signed off by.`, idsIn(action['instrument']).length > 0);
}
