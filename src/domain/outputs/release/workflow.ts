import type { Crate, Entity } from './crate-facts.ts';

export const workflowFile = 'release.cwl';
const workflowProfile = 'https://w3id.org/workflowhub/workflow-ro-crate/1.0';
const licence = 'https://spdx.org/licenses/Apache-2.0';

/**
 * How every table is made and released, as an abstract workflow: the service's own words, so nothing
 * that an analyst wrote leaves with it.
 */
export const workflowText = `cwlVersion: v1.2
class: Workflow
label: A table computed from a de-identified snapshot, judged, and released
inputs:
  snapshot: Directory
  specification: File
  policy: File
outputs:
  table:
    type: File
    outputSource: release/table
steps:
${[
	['compute', 'Compute the table and what stands behind each cell', 'snapshot, specification'],
	['judge', 'Judge each cell by the disclosure policy and protect what it names', 'policy'],
	['audit', 'Ask what a reader could work out, alone and with earlier releases', 'policy'],
	['check', 'Two output checkers approve the very bytes', 'policy'],
	['release', 'Sign the approved bytes', 'policy']
]
	.map(
		([name = '', label = '', inputs = '']) => `  ${name}:
    in:
${inputs
	.split(', ')
	.map((input) => `      ${input}: ${input}`)
	.join('\n')}
    out: [table]
    run:
      class: Operation
      label: ${label}
      inputs:
${inputs
	.split(', ')
	.map((input) => `        ${input}: ${input === 'snapshot' ? 'Directory' : 'File'}`)
	.join('\n')}
      outputs:
        table: File`
	)
	.join('\n')}
`;

/** The workflow as the crate around it refers to it. */
export const releaseWorkflow = (id: string): Entity[] => [
	{
		'@id': id,
		'@type': 'Dataset',
		name: 'A table computed from a de-identified snapshot, judged, and released',
		conformsTo: { '@id': workflowProfile },
		hasPart: [{ '@id': `${id}${workflowFile}` }, { '@id': `${id}ro-crate-metadata.json` }]
	},
	{
		'@id': `${id}${workflowFile}`,
		'@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow'],
		name: 'The steps of a release',
		encodingFormat: 'application/yaml'
	},
	{
		'@id': `${id}ro-crate-metadata.json`,
		'@type': 'File',
		name: 'Metadata of the workflow’s own crate',
		encodingFormat: 'application/ld+json'
	}
];

/** The Workflow RO-Crate inside the crate: what the profile's `mainEntity` must be. */
export const workflowCrate: Crate = {
	'@context': 'https://w3id.org/ro/crate/1.1/context',
	'@graph': [
		{
			'@id': 'ro-crate-metadata.json',
			'@type': 'CreativeWork',
			about: { '@id': './' },
			conformsTo: [{ '@id': 'https://w3id.org/ro/crate/1.1' }, { '@id': workflowProfile }]
		},
		{
			'@id': './',
			'@type': 'Dataset',
			name: 'How a table is computed, judged and released',
			description: 'The abstract workflow behind every table that leaves the service.',
			datePublished: '2026-11-22',
			license: { '@id': licence },
			hasPart: [{ '@id': workflowFile }],
			mainEntity: { '@id': workflowFile }
		},
		{
			'@id': workflowFile,
			'@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow'],
			name: 'The steps of a release',
			programmingLanguage: { '@id': '#cwl' },
			encodingFormat: 'application/yaml'
		},
		{
			'@id': '#cwl',
			'@type': 'ComputerLanguage',
			name: 'Common Workflow Language',
			identifier: { '@id': 'https://w3id.org/cwl/v1.2/' },
			url: { '@id': 'https://www.commonwl.org/' }
		},
		{
			'@id': licence,
			'@type': 'CreativeWork',
			name: 'Apache License 2.0',
			identifier: 'Apache-2.0'
		}
	]
};
