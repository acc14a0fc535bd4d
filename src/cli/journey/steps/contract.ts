import { link } from '../people.ts';
import { expectText, from, landed, type Step } from '../step.ts';
import { Unexpected } from '../visitor.ts';

const authority = 'yes';

export const contract: readonly Step[] = [
	{
		name: 'Nadia writes and offers the agreement on the standard terms',
		async run(journey) {
			const nadia = await journey.as('nadia');
			const id = from(journey, 'application').split('/')[2] ?? '';
			const drafted = await nadia.send(await nadia.open('/agreements'), `draft-${id}`);
			const path = landed(drafted, 'agreements');
			journey.made.set('agreement', path);
			await nadia.send(await nadia.open(path), 'offer');
			return path;
		}
	},
	{
		name: 'Helen accepts all standard terms in one go and signs for the university',
		async run(journey) {
			const helen = await journey.as('helen');
			const path = from(journey, 'agreement');
			const accepted = await helen.send(await helen.open(path), 'accept');
			await helen.send(accepted, 'Sign', { name: 'Helen Marsh', authority });
			return path;
		}
	},
	{
		name: 'Peter signs the same hash for the service; the project begins',
		async run(journey) {
			const peter = await journey.as('peter');
			const path = from(journey, 'agreement');
			const signed = await peter.send(await peter.open(path), 'Sign', {
				name: 'Peter Lang',
				authority
			});
			const helen = await journey.as('helen');
			const pdf = await helen.fetch(`${path}/agreement.pdf`);
			if (pdf.status !== 200 || Buffer.from(pdf.bytes.subarray(0, 5)).toString() !== '%PDF-')
				throw new Unexpected('The agreement does not come as a PDF.');
			expectText(signed, /signed by both/i);
			const projects = await helen.open('/projects');
			const project = link(projects, new RegExp(journey.title));
			if (project === null) throw new Unexpected('The signed agreement made no project.');
			journey.made.set('project', new URL(project, projects.url).pathname);
			return path;
		}
	},
	{
		name: 'Helen supplies the purchase order; Yusuf accepts it',
		async run(journey) {
			const helen = await journey.as('helen');
			const path = from(journey, 'project');
			await helen.send(await helen.open(path), 'order', { number: `PO-${String(Date.now())}` });
			const yusuf = await journey.as('yusuf');
			await yusuf.send(await yusuf.open('/billing'), `accept-${path.split('/')[2] ?? ''}`);
			return path;
		}
	}
];
