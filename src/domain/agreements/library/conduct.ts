import { standardForAll, type Topic } from '../clause.ts';

export const conduct = [
	{
		code: 're-identification',
		title: 'No re-identification',
		floor: {
			limit: 'Trying to find out who somebody in the Data is, is forbidden without exception.',
			because:
				'It breaks the promise made to patients and is an offence under section 171 of the Data Protection Act 2018.'
		},
		standard: standardForAll('forbidden'),
		options: [
			{
				code: 'forbidden',
				title: 'Forbidden',
				text: 'The Partner and its people do not try to identify any person from the Data or the Results, do not link the Data with anything that was not approved for the Project, do not contact any person, and do not copy rows of the Data by any means. Anyone who recognises a person, or finds that this could be done, stops, tells the Host within {reportHours} hours, and tells no one else. A breach is a material breach that cannot be remedied, ends access at once, and is reported to the Information Commissioner and shown on the public register where the law allows.',
				note: 'Never try to find out who anyone is. If it happens by accident, stop and tell us quickly.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'reportHours',
						label: 'Hours in which to report',
						minimum: 1,
						maximum: 24,
						standard: 24
					}
				]
			}
		]
	},
	{
		code: 'audit',
		title: 'Audit',
		floor: {
			limit:
				'Everything done in the Service is recorded, and the Host may always audit use of the Data.',
			because: 'Trust in the Service rests on being able to show what was done.'
		},
		standard: standardForAll('recorded'),
		options: [
			{
				code: 'recorded',
				title: 'Recorded use, and audit on notice',
				text: 'The Partner accepts that sign-in, queries, files and outputs in the Service are recorded and reviewed. On {auditDays} days’ written notice, or without notice where misuse is suspected, the Host or its auditor may inspect how the Partner keeps to this agreement, and the Partner answers truthfully and in time.',
				note: 'What you do in the service is recorded. We may inspect how you keep to the agreement.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'auditDays',
						label: 'Days of notice before an audit',
						minimum: 1,
						maximum: 30,
						standard: 10
					}
				]
			}
		]
	},
	{
		code: 'termination',
		title: 'Ending the agreement',
		floor: {
			limit: 'The Host may suspend access at once to protect people, whatever has been paid.',
			because: 'Safety does not depend on billing.'
		},
		standard: standardForAll('notice'),
		options: [
			{
				code: 'notice',
				title: 'On notice, or for breach',
				text: 'Either party may end this agreement on {endDays} days’ written notice. Either may end it at once if the other commits a material breach that cannot be remedied or is not remedied within 30 days of being asked, or becomes insolvent. The Host may suspend access at once where it believes that people may be harmed, that the law requires it, or that an approval on which the Project rests has lapsed. On ending, access stops, outputs already requested are checked, the Project’s copy of the Data is destroyed with evidence, and charges for time not yet begun are repaid unless the Partner is in breach. Clauses on intellectual property, value, publication, re-identification, audit and liability continue.',
				note: 'Either side may end it with notice. We may stop access at once to protect people. Unused time is repaid unless you broke the terms.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'endDays',
						label: 'Days of notice',
						minimum: 30,
						maximum: 180,
						standard: 90
					}
				]
			}
		]
	}
] as const satisfies readonly Topic[];
