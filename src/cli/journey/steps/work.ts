import type { PersonKey } from '#db/seed/people.ts';
import { link } from '../people.ts';
import { expectText, from, landed, until, type Journey, type Step } from '../step.ts';
import { Unexpected } from '../visitor.ts';

const query =
	'select year(condition_start_date) as year, count(distinct person_id) as people\nfrom condition_occurrence\ngroup by 1\norder by 1';

async function approve(journey: Journey, key: PersonKey): Promise<string> {
	const person = await journey.as(key);
	const path = `${from(journey, 'workspace')}/provisioning`;
	const page = await person.open(path);
	const seen = page.html
		.querySelectorAll('form#approve input[name=seen]')
		.map((box) => box.getAttribute('value') ?? '');
	await person.send(page, 'approve', seen.length === 0 ? {} : { seen });
	return path;
}

export const work: readonly Step[] = [
	{
		name: 'The extract is cut, de-identified, measured and sealed, step by step',
		async run(journey) {
			const ingrid = await journey.as('ingrid');
			const project = await ingrid.open(from(journey, 'project'));
			const [, path] = /href="(\/workspaces\/[0-9a-f-]{36})/.exec(project.html.toString()) ?? [];
			if (path === undefined) throw new Unexpected('The project has no workspace.');
			journey.made.set('workspace', path);
			const page = await until(
				() => ingrid.open(`${path}/provisioning`),
				(one) => one.html.querySelector('form#approve') !== null || /failed/i.test(one.text),
				'Provisioning'
			);
			if (page.html.querySelector('form#approve') === null)
				throw new Unexpected('The extract failed; the page says why.');
			return `${path}/provisioning`;
		}
	},
	{ name: 'Ingrid reads the report and approves', run: (journey) => approve(journey, 'ingrid') },
	{
		name: 'Farah reads the report and approves; the gate is open',
		run: (journey) => approve(journey, 'farah')
	},
	{
		name: 'Amara accepts the terms of use and runs a query in the sandbox',
		async run(journey) {
			const amara = await journey.as('amara');
			const project = from(journey, 'project');
			await amara.send(await amara.open(project), 'Accept the terms', { agree: 'yes' });
			const path = from(journey, 'workspace');
			const result = await amara.send(await amara.open(path), 'Run', { sql: query });
			expectText(result, /20(19|2\d)/);
			return path;
		}
	},
	{
		name: 'Amara asks for the table to be released, hides what is small, and submits',
		async run(journey) {
			const amara = await journey.as('amara');
			const result = await amara.send(await amara.open(from(journey, 'workspace')), 'Run', {
				sql: query
			});
			const draft = await amara.send(result, 'Add to outputs', {
				title: `Diagnoses by year: ${journey.title}`.slice(0, 190)
			});
			const path = landed(draft, 'outputs');
			journey.made.set('output', path);
			const safe = await amara.send(draft, 'Suppress');
			expectText(safe, /verdict|pass|flagged/i);
			const shows = safe.html
				.querySelectorAll('form#words textarea')
				.map((box) => box.getAttribute('name') ?? '')
				.filter((name) => name.startsWith('description-'))
				.map((name) => [name, 'People with a first diagnosis, by its year.']);
			await amara.send(safe, 'Submit to the checkers', {
				...(Object.fromEntries(shows) as Record<string, string>),
				purpose: 'A table for the article that the approved application names.',
				description:
					'Adults with type 2 diabetes by year of first diagnosis; people, small groups hidden.'
			});
			return path;
		}
	}
];

async function check(journey: Journey, key: PersonKey): Promise<string> {
	const checker = await journey.as(key);
	const path = from(journey, 'output');
	const page = await checker.open(path);
	const fields = Object.fromEntries(
		page.html.querySelectorAll('form#vote input[name=files]').flatMap((input) => {
			const id = (input.getAttribute('value') ?? '').slice(0, 36);
			const doubtful = page.html.querySelector(`form#vote [name="exception-${id}"]`) !== null;
			return [
				[`choice-${id}`, 'approve'],
				...(doubtful ? [[`exception-${id}`, 'The groups are public.']] : [])
			];
		})
	) as Record<string, string>;
	await checker.send(page, 'vote', { scope: 'yes', ...fields });
	return path;
}

export const release: readonly Step[] = [
	{ name: 'Carlos checks the evidence and approves', run: (journey) => check(journey, 'carlos') },
	{
		name: 'Wei checks the evidence and approves; the table is released',
		run: (journey) => check(journey, 'wei')
	},
	{
		name: 'Amara downloads the approved bytes',
		async run(journey) {
			const amara = await journey.as('amara');
			const page = await amara.open(from(journey, 'output'));
			expectText(page, /released/i);
			const file = link(page, /^Download/);
			if (file === null) throw new Unexpected('The released output has no download.');
			const { status, bytes } = await amara.fetch(file);
			if (status !== 200 || !Buffer.from(bytes).toString().includes('year'))
				throw new Unexpected('The released file does not come.');
			return file;
		}
	},
	{
		name: 'Anybody reads on the public register what was decided, paid and released',
		async run(journey) {
			const path = `/register/${from(journey, 'application').split('/')[2] ?? ''}`;
			const entry = await journey.anyone.open(path);
			expectText(entry, new RegExp(journey.title));
			expectText(entry, /£14,771\.00/);
			expectText(entry, /Diagnoses by year/);
			return path;
		}
	}
];
