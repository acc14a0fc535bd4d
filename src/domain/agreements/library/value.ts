import { standardByCompany, standardForAll, type Topic } from '../clause.ts';

const dueFrom =
	'Each sum is due 30 days after the Host’s invoice. The Partner keeps records sufficient to show what is due for six years and lets an independent accountant inspect them once a year on reasonable notice.';

export const value = [
	{
		code: 'value-share',
		title: 'Share in the value',
		floor: {
			limit:
				'The charges of the rate card are always payable, and the class of the value share is public.',
			because: 'The NHS must not provide data at a loss, and the public may see what it gets back.'
		},
		standard: standardByCompany('cost-recovery', 'royalty'),
		options: [
			{
				code: 'cost-recovery',
				title: 'Charges only',
				text: 'The charges in this agreement are the whole of what is payable. If the Partner later seeks consent to commercialise the Results, the parties agree a fair share in the value before consent is given.',
				note: 'You pay the charges and no more, unless you later ask to sell something made from the results.',
				approval: 'commercial-director',
				parameters: []
			},
			{
				code: 'upfront',
				title: 'One sum at the start',
				text: 'In addition to the charges, the Partner pays the Host {upfrontPounds} pounds sterling, before VAT, on signature, as the whole of the Host’s share in the value of the Results.',
				note: 'One extra payment at the start settles the NHS’s share.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'upfrontPounds',
						label: 'Sum in pounds',
						minimum: 1_000,
						maximum: 10_000_000,
						standard: 25_000
					}
				]
			},
			{
				code: 'subscription',
				title: 'A yearly sum',
				text: `In addition to the charges, the Partner pays the Host {yearlyPounds} pounds sterling a year, before VAT, for as long as it sells or licenses a product or service that rests on the Results. ${dueFrom}`,
				note: 'A fixed sum each year while a product made from the results is on sale.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'yearlyPounds',
						label: 'Sum a year in pounds',
						minimum: 1_000,
						maximum: 10_000_000,
						standard: 10_000
					}
				]
			},
			{
				code: 'milestones',
				title: 'Sums at milestones',
				text: `In addition to the charges, the Partner pays the Host {milestonePounds} pounds sterling, before VAT, at each of these milestones of a product or service that rests on the Results: regulatory authorisation in any country, and first sale or licence. ${dueFrom}`,
				note: 'A sum when a product is authorised and another when it is first sold.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'milestonePounds',
						label: 'Sum at each milestone in pounds',
						minimum: 1_000,
						maximum: 10_000_000,
						standard: 50_000
					}
				]
			},
			{
				code: 'royalty',
				title: 'A royalty on sales',
				text: `In addition to the charges, the Partner pays the Host a royalty of {royaltyPercent} per cent of the net sales of each product or service that rests on the Results, for ten years from its first sale. Net sales are sums invoiced less taxes, returns and usual trade discounts. The Partner reports net sales within 60 days of each year’s end. ${dueFrom}`,
				note: 'A small percentage of sales for ten years, only if something is sold.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'royaltyPercent',
						label: 'Royalty in per cent of net sales',
						minimum: 1,
						maximum: 25,
						standard: 2
					}
				]
			},
			{
				code: 'in-kind',
				title: 'Products or services for the NHS',
				text: 'In addition to the charges, the Partner supplies each product or service that rests on the Results to NHS bodies in the region at a discount of {discountPercent} per cent from its lowest price to any other customer, for five years from its first sale, and reports the value of that discount each year.',
				note: 'The NHS in the region buys what you make at a discount for five years.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'discountPercent',
						label: 'Discount in per cent',
						minimum: 5,
						maximum: 100,
						standard: 20
					}
				]
			},
			{
				code: 'equity',
				title: 'A share in the company',
				text: 'In addition to the charges, the Partner issues to the Host, or to the body it names, fully paid ordinary shares of {equityPercent} per cent of its issued share capital on the date of signature, under a separate subscription agreement to be signed before any Data are provided.',
				note: 'The NHS receives shares under a separate agreement, signed first.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'equityPercent',
						label: 'Shares in per cent of the capital',
						minimum: 1,
						maximum: 30,
						standard: 2
					}
				]
			}
		]
	},
	{
		code: 'late-payment',
		title: 'Late payment',
		floor: {
			limit: 'Money never deletes Data or work.',
			because: 'A late invoice must not destroy research that patients’ data made possible.'
		},
		standard: standardForAll('statutory'),
		options: [
			{
				code: 'statutory',
				title: 'Statutory interest; access pauses after a grace period',
				text: 'A sum not paid when due bears interest under the Late Payment of Commercial Debts (Interest) Act 1998. When a sum is more than {graceDays} days overdue and the Partner has been warned in writing with the date, the Host may make the workspace read-only and, 30 days later, suspend it. A person confirms each such step for an NHS body or a university. Payment restores the workspace at once. Nothing in the workspace is deleted because of a debt.',
				note: 'Interest by law; after a warning and a grace period the workspace pauses; payment restores it; nothing is deleted.',
				approval: 'commercial-manager',
				parameters: [
					{
						code: 'graceDays',
						label: 'Days of grace after the due date',
						minimum: 14,
						maximum: 90,
						standard: 30
					}
				]
			}
		]
	},
	{
		code: 'liability',
		title: 'Liability',
		floor: {
			limit:
				'Liability for re-identification, for misuse of Data and for what the law forbids limiting is never capped.',
			because: 'The risk of harm to patients cannot be sold.'
		},
		standard: standardForAll('capped'),
		options: [
			{
				code: 'capped',
				title: 'Capped at a multiple of the charges',
				text: 'The Data are provided as they are; the Host does not warrant that they are complete, accurate or fit for a purpose. Neither party is liable for loss of profit or for indirect loss. Each party’s total liability under this agreement is limited to {multiple} times the charges. No limit applies to liability for death or personal injury caused by negligence, for fraud, for re-identification or misuse of Data, for breach of data protection law, or for anything else that the law does not allow to be limited, nor to the duty to pay the charges.',
				note: 'Each side’s liability is limited to a multiple of the charges, except for misuse of data and what the law never allows to be limited.',
				approval: 'commercial-director',
				parameters: [
					{
						code: 'multiple',
						label: 'Multiple of the charges',
						minimum: 1,
						maximum: 20,
						standard: 2
					}
				]
			}
		]
	}
] as const satisfies readonly Topic[];
