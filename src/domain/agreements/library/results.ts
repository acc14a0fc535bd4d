import { standardByCompany, standardForAll, type Topic } from '../clause.ts';

export const results = [
	{
		code: 'publication',
		title: 'Publication',
		floor: {
			limit: 'The Results of every study are made public, and delay never exceeds twelve months.',
			because: 'Findings from public data, welcome or not, belong in the open.'
		},
		standard: standardByCompany('open', 'delayed'),
		options: [
			{
				code: 'open',
				title: 'Published as soon as ready',
				text: 'The Partner publishes the findings of the Project, whatever they are, within {publishDays} days of its end, with open access, naming the Service and the patients whose data made them possible, and gives the Host a lay summary for the public register.',
				note: 'Publish what you find, good or bad, with open access and a lay summary.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'publishDays',
						label: 'Days from the end of the project to publication',
						minimum: 30,
						maximum: 365,
						standard: 365
					}
				]
			},
			{
				code: 'delayed',
				title: 'Published after time to protect inventions',
				text: 'The Partner publishes the findings of the Project, whatever they are, within twelve months of its end. It may delay a publication by up to {delayDays} days within that time in order to apply for protection of an invention. A lay summary goes on the public register at the end of the Project in any case. A finding that bears on patient safety is reported to the Host at once and is never delayed.',
				note: 'You may wait a little to protect an invention, but everything is published within a year and safety findings at once.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'delayDays',
						label: 'Days of delay to protect an invention',
						minimum: 1,
						maximum: 180,
						standard: 90
					}
				]
			}
		]
	},
	{
		code: 'early-sight',
		title: 'Early sight of publications',
		floor: {
			limit: 'A funder may comment on a publication but never stop it.',
			because: 'A right to suppress results would make the public’s data serve one side only.'
		},
		standard: standardForAll('comment'),
		options: [
			{
				code: 'comment',
				title: 'Both may comment before publication',
				text: 'The Partner sends the Host each publication at least {sightDays} days before it is submitted. The Host may comment on errors of fact and on disclosure risk; the Partner considers each comment and removes what could identify a person. Neither the Host nor any funder may prevent or direct a publication.',
				note: 'We see it first and may point out mistakes or risks to privacy; no one can stop it.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'sightDays',
						label: 'Days before submission',
						minimum: 5,
						maximum: 45,
						standard: 20
					}
				]
			},
			{
				code: 'none',
				title: 'No early sight',
				text: 'Publications rest only on outputs that the Service has released, and are not shown to the Host beforehand. The Partner sends the Host a copy within {copyDays} days of publication. No funder may prevent or direct a publication.',
				note: 'Published from released outputs without showing us first; you send a copy afterwards.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'copyDays',
						label: 'Days after publication',
						minimum: 1,
						maximum: 60,
						standard: 14
					}
				]
			}
		]
	},
	{
		code: 'model-export',
		title: 'Models trained on the Data',
		floor: {
			limit:
				'A model leaves the Service only through output checking, after an assessment of what it could reveal.',
			because: 'A model can remember the people it was trained on.'
		},
		standard: standardForAll('none'),
		options: [
			{
				code: 'none',
				title: 'Models stay in the Service',
				text: 'A statistical or machine-learning model trained on the Data stays in the Service. Coefficients and measures of performance may be requested as outputs like any other.',
				note: 'Models stay inside; their coefficients and performance may leave after checking.',
				approval: 'commercial-manager',
				parameters: []
			},
			{
				code: 'after-assessment',
				title: 'Models may leave after assessment',
				text: 'A model trained on the Data may be requested as an output. The Partner supplies its code, its training record and the results of attacks that try to recover training data, as the Host’s published method requires. The model is released only when two output checkers and the privacy officer agree; it carries a licence that forbids attempts to recover training data; and the Host may recall it if a new method of attack makes it unsafe.',
				note: 'A model may leave once tests show that it does not reveal people; we may recall it if that changes.',
				approval: 'commercial-director',
				parameters: []
			}
		]
	},
	{
		code: 'derived-data',
		title: 'Derived data',
		floor: {
			limit: 'Rows about people never leave the Service, whatever was done to them.',
			because: 'Only approved aggregate outputs are released.'
		},
		standard: standardForAll('kept'),
		options: [
			{
				code: 'kept',
				title: 'Kept in the Service and deleted with the Project',
				text: 'Variables, code lists and tables that the Partner derives from the Data stay in the Service. Row-level derived data are deleted with the Project’s copy of the Data, after {keepDays} days in which the work can be reproduced. Methods and code lists that hold no Data may be taken out after checking.',
				note: 'What you derive from rows stays inside and is deleted after a time for reproducing the work; your methods are yours to take.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'keepDays',
						label: 'Days kept after the end of the project',
						minimum: 30,
						maximum: 1_825,
						standard: 365
					}
				]
			},
			{
				code: 'contributed',
				title: 'Contributed back for other approved studies',
				text: 'Variables and tables that the Partner derives from the Data stay in the Service. The Partner contributes them, with their documentation, for use by other approved studies from {contributeDays} days after the end of the Project, and is named wherever they are used. Methods and code lists that hold no Data may be taken out after checking.',
				note: 'Useful derived variables become available to other approved studies, with your name on them.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'contributeDays',
						label: 'Days after the end of the project',
						minimum: 0,
						maximum: 730,
						standard: 180
					}
				]
			}
		]
	}
] as const satisfies readonly Topic[];
