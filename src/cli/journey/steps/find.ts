import { link } from '../people.ts';
import { expectText, from, landed, type Step } from '../step.ts';
import { Unexpected } from '../visitor.ts';

const typeTwoDiabetes = '201826';

export const find: readonly Step[] = [
	{
		name: 'Amara counts the people a study would have',
		async run(journey) {
			const amara = await journey.as('amara');
			const form = await amara.open('/feasibility?find=diabetes');
			const page = await amara.send(form, 'Count people', {
				conditions: [typeTwoDiabetes],
				ageFrom: '18',
				from: '2019-01-01',
				to: '2025-12-31',
				purpose: 'research'
			});
			expectText(page, /\d[\d,]* people|fewer than 10/i);
			journey.made.set('feasibility', landed(page, 'feasibility'));
			return page.url.pathname;
		}
	},
	{
		name: 'Amara gets an itemised quote from the published rate card',
		async run(journey) {
			const amara = await journey.as('amara');
			const counted = await amara.open(from(journey, 'feasibility'));
			const prices = link(counted, /^Get a quote/);
			if (prices === null) throw new Unexpected('The count offers no quote.');
			const priced = await amara.send(await amara.open(prices), 'Price this study', {
				datasets: ['linked-core', 'measurements'],
				'periods-linked-core': '3',
				start: journey.today
			});
			expectText(priced, /£14,771\.00/); // the published vector: 12 months, 2 users, three extra periods
			const quote = await amara.send(priced, 'Save this quote');
			expectText(quote, /£17,725\.20/);
			journey.made.set('quote', landed(quote, 'quotes'));
			return quote.url.pathname;
		}
	}
];
