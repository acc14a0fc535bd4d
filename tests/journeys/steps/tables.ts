import { signedIn } from '../../../src/cli/journey/people.ts';
import { heading } from '../../../src/cli/journey/visitor.ts';
import { expect } from '@playwright/test';

export type Wanted = { readonly name: string; readonly sql: string };

/**
 * Amara asks for these tables in one request, computed by the vault from the study's data, and sends
 * them; over HTTP, because the journey is about who checks them. Gives the request's address.
 */
export async function sendTables(
	origin: string,
	title: string,
	wanted: readonly Wanted[]
): Promise<string> {
	const amara = await signedIn(origin, 'amara');
	const start = await amara.open('/outputs/new');
	const options = start.html.querySelectorAll('form#sql select[name=workspace] option');
	const seeded = options.find((option) => option.text.includes('Blood sugar control'));
	const workspace = seeded?.getAttribute('value') ?? '';
	const [first, ...others] = wanted;
	let page = await amara.send(start, 'sql', { title, sql: first?.sql ?? '', workspace });
	for (const { name, sql } of others) page = await amara.send(page, 'sql', { name, sql });
	const shows = page.html
		.querySelectorAll('form#words [name^="description-"]')
		.map((field) => [field.getAttribute('name') ?? '', 'People of the study.'] as const);
	expect(shows).toHaveLength(wanted.length);
	const sent = await amara.send(page, 'Submit to the checkers', {
		purpose: 'The paper that the approved application names.',
		description: 'People of the study; small cells are suppressed.',
		...Object.fromEntries(shows)
	});
	expect(heading(sent)).toBe(title);
	return sent.url.pathname;
}
