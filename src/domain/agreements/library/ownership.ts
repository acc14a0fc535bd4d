import { standardForAll, type Topic } from '../clause.ts';

export const ownership = [
	{
		code: 'background-ip',
		title: 'Background intellectual property',
		floor: {
			limit: 'Rights in the Data never pass to the Partner.',
			because: 'The Data are about patients and are held by the NHS on their behalf.'
		},
		standard: standardForAll('retained'),
		options: [
			{
				code: 'retained',
				title: 'Each party keeps its own',
				text: 'Each party keeps all intellectual property rights that it owned before the Project or creates outside it. The Host grants the Partner a non-exclusive, non-transferable right to use the Data in the Service for the Project and for no other purpose. The Partner grants the Host a non-exclusive right to use material it brings into the Service so far as is needed to run and check the Project. Nothing in this agreement transfers any right in the Data.',
				note: 'What was yours stays yours; what was ours stays ours. You may use the data in the service for this study only.',
				approval: 'commercial-manager',
				parameters: []
			},
			{
				code: 'retained-with-tools',
				title: 'Each keeps its own; the NHS may go on using tools left in the service',
				text: 'Each party keeps all intellectual property rights that it owned before the Project or creates outside it. The Host grants the Partner a non-exclusive, non-transferable right to use the Data in the Service for the Project and for no other purpose. The Partner grants NHS bodies a non-exclusive, royalty-free licence without limit of time to use, for their own non-commercial purposes, the software and code lists that it chooses to leave in the Service. Nothing in this agreement transfers any right in the Data.',
				note: 'As the standard, and the NHS may keep using any tool you choose to leave behind.',
				approval: 'commercial-manager',
				parameters: []
			}
		]
	},
	{
		code: 'foreground-ip',
		title: 'Intellectual property in the Results',
		floor: {
			limit:
				'NHS bodies may always use the Results free of charge for care, planning and research.',
			because:
				'Patients should not pay twice, through the NHS, for what their own data made possible.'
		},
		standard: standardForAll('partner-owns'),
		options: [
			{
				code: 'partner-owns',
				title: 'The Partner owns; the NHS has a free licence',
				text: 'Intellectual property rights in the Results belong to the Partner from their creation. The Partner grants every NHS body in the United Kingdom a non-exclusive, royalty-free, irrevocable licence without limit of time to use the Results for patient care, the planning and evaluation of services, teaching and non-commercial research. The licence binds whoever later acquires those rights.',
				note: 'You own what you find. The NHS may use it free of charge, for ever, for care, planning, teaching and its own research.',
				approval: 'commercial-manager',
				parameters: []
			},
			{
				code: 'joint',
				title: 'Joint ownership',
				text: 'Intellectual property rights in the Results belong to the Partner and the Host in equal shares. Either may use the Results for its own purposes without accounting to the other. Neither may license or assign its share to a third party without the written consent of the other, which may not be unreasonably withheld. NHS bodies in the United Kingdom may use the Results without charge for patient care, the planning and evaluation of services, teaching and non-commercial research.',
				note: 'Both own the results equally; licensing to others needs both to agree.',
				approval: 'commercial-director',
				parameters: []
			},
			{
				code: 'nhs-owns',
				title: 'The NHS owns; the Partner has a licence',
				text: 'Intellectual property rights in the Results belong to the Host from their creation. The Host grants the Partner a non-exclusive, royalty-free licence without limit of time to use the Results for its own research and for publication; any other use needs a further licence on fair terms.',
				note: 'The NHS owns the results and you may use them for research and publication.',
				approval: 'commercial-director',
				parameters: []
			}
		]
	},
	{
		code: 'exclusivity',
		title: 'Exclusivity',
		floor: {
			limit: 'Nobody may have exclusive use of the Data.',
			because: 'Data about the public must stay open to every approved study for the public good.'
		},
		standard: standardForAll('none'),
		options: [
			{
				code: 'none',
				title: 'No exclusivity',
				text: 'The Partner has no exclusive right to the Data, to any part of them, or to any question that may be asked of them. The Host may provide the same Data to anyone else whose study is approved.',
				note: 'Others may study the same data, even the same question.',
				approval: 'commercial-manager',
				parameters: []
			},
			{
				code: 'results-head-start',
				title: 'A head start on the Partner’s own Results',
				text: 'The Partner has no exclusive right to the Data or to any question that may be asked of them. For {headStart} days after an output is released, the Host will not itself disclose that output to a competitor of the Partner except where the law, patient safety or the public register requires it.',
				note: 'The data stay open to all; we will not pass your own released results to a competitor for a while.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'headStart',
						label: 'Head start in days',
						minimum: 1,
						maximum: 180,
						standard: 90
					}
				]
			}
		]
	},
	{
		code: 'commercialisation',
		title: 'Consent to commercialise',
		floor: {
			limit:
				'A product made from the Results is always told to the Host and shown on the public register.',
			because: 'The public agreed to research use on the promise of knowing what comes of it.'
		},
		standard: {
			...standardForAll('consent'),
			sme: 'notice',
			commercial: 'notice'
		},
		options: [
			{
				code: 'consent',
				title: 'Consent first',
				text: 'The Partner may not sell, license or otherwise commercially exploit the Results without the prior written consent of the Host, which may be given on condition of a fair share in the value. The Partner states the intended use in writing; the Host answers within {answerDays} days. Each consent is recorded on the public register.',
				note: 'Ask before you sell. We answer in a set time and may ask for a fair share.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'answerDays',
						label: 'Days in which the service answers',
						minimum: 10,
						maximum: 60,
						standard: 30
					}
				]
			},
			{
				code: 'notice',
				title: 'Consent given now, with notice of each product',
				text: 'The Host consents to the commercial exploitation of the Results by the Partner, on the terms of the value share in this agreement. The Partner tells the Host in writing, at least {noticeDays} days before first sale or licence, of each product or service that rests on the Results, and that fact is recorded on the public register. This consent does not extend to insurance or credit decisions about people, marketing directed at individuals, or enforcement against individuals.',
				note: 'You may sell what you make, on the agreed value share. Tell us before each first sale; the public register shows it.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'noticeDays',
						label: 'Days of notice before first sale',
						minimum: 10,
						maximum: 180,
						standard: 30
					}
				]
			}
		]
	}
] as const satisfies readonly Topic[];
