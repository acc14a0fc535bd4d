import { idsOf, inputsOf, partiesOf, ref, sha512, type Ids } from './crate-parties.ts';
import { releaseWorkflow } from './workflow.ts';
import type { Crate, CrateFacts, Entity } from './crate-facts.ts';

export const profile = 'https://w3id.org/5s-crate/0.4';
const roCrate = 'https://w3id.org/ro/crate/1.2-DRAFT';
const completed = 'http://schema.org/CompletedActionStatus';
const shp = (name: string) => ({ '@id': `https://w3id.org/shp#${name}` });

/**
 * The metadata of a Five Safes RO-Crate 0.4 in its published state: what was asked, who signed it
 * off, how its disclosure was checked, and the results. The profile's own documents write "type" and
 * "licence" in places; JSON-LD and schema.org say "@type" and "license", and so do we.
 */
export function releaseCrate(facts: CrateFacts): Crate {
	const { manifest, origin } = facts;
	const ids = idsOf(manifest, origin);
	const actions = actionsOf(facts, ids);
	const files = [...facts.results, ...facts.proofs];
	const root: Entity = {
		'@id': './',
		'@type': 'Dataset',
		name: manifest.title,
		description: `Released from project ${manifest.project.number}, ${manifest.project.title}, after disclosure control.`,
		identifier: `urn:uuid:${manifest.release}`,
		url: ids.release,
		conformsTo: ref(profile),
		datePublished: manifest.releasedAt,
		license: ref(ids.terms),
		publisher: ref(ids.service),
		hasPart: [ref(ids.workflow), ...files.map(({ path }) => ref(path))],
		mainEntity: ref(ids.workflow),
		mentions: actions.map((action) => ref(action['@id'])),
		sourceOrganization: ref(ids.project)
	};
	return {
		'@context': `${roCrate}/context`,
		'@graph': [
			{
				'@id': 'ro-crate-metadata.json',
				'@type': 'CreativeWork',
				about: ref('./'),
				conformsTo: ref(roCrate)
			},
			root,
			{ '@id': profile, '@type': 'Profile', name: 'Five Safes RO-Crate profile' },
			...releaseWorkflow(ids.workflow),
			...actions,
			...inputsOf(manifest, ids),
			...files.map(({ path, name, media }) => ({
				'@id': path,
				'@type': 'File',
				name,
				encodingFormat: media
			})),
			...partiesOf(facts, ids)
		]
	};
}

function actionsOf({ manifest, results, agreement, approvedAt }: CrateFacts, ids: Ids): Entity[] {
	const id = manifest.release;
	return [
		{
			'@id': `#query-${id}`,
			'@type': 'CreateAction',
			name: `Compute “${manifest.title}”`,
			actionStatus: completed,
			agent: ref(ids.researcher),
			instrument: ref(ids.workflow),
			object: [ref(ids.snapshot), ref(ids.policy)],
			result: results.map(({ path }) => ref(path)),
			endTime: manifest.submittedAt
		},
		{
			'@id': `#validate-${id}`,
			'@type': 'AssessAction',
			additionalType: shp('ValidationCheck'),
			name: 'Validation against the Five Safes RO-Crate profile: approved',
			endTime: manifest.signedAt,
			object: ref('./'),
			instrument: ref(profile),
			agent: ref(ids.service),
			actionStatus: completed
		},
		{
			'@id': `#signoff-${id}`,
			'@type': 'AssessAction',
			additionalType: shp('SignOff'),
			name: 'Sign-off of the study by the data access committee and by agreement: approved',
			endTime: agreement.signedAt ?? approvedAt ?? manifest.submittedAt,
			object: [ref('./'), ref(ids.workflow), ref(ids.project)],
			instrument: ref(ids.agreement),
			agent: ref(ids.committee),
			actionStatus: completed
		},
		...manifest.approvals.map((approval, at): Entity => ({
			'@id': `#disclosure-${String(at + 1)}-${id}`,
			'@type': 'AssessAction',
			additionalType: shp('DisclosureCheck'),
			name:
				approval.of === 'files'
					? 'Disclosure check of these files by an output checker: approved'
					: 'Disclosure check of the table’s definition by an output checker: standing approval',
			endTime: approval.at,
			object: ref('./'),
			instrument: ref(ids.policy),
			agent: ref(ids.checkers),
			actionStatus: completed
		})),
		{
			'@id': `#bagit-${id}`,
			'@type': 'UpdateAction',
			additionalType: shp('GenerateCheckValue'),
			name: 'BagIt manifests of the crate written',
			startTime: manifest.signedAt,
			object: ref('./'),
			instrument: ref(sha512),
			agent: ref(ids.service),
			actionStatus: completed
		}
	];
}
