import { personId, type PersonKey } from '#db/seed/people.ts';
import { visitor, type Page, type Visitor } from './visitor.ts';

/** Signs a demonstration person in with one click, as a visitor without JavaScript would. */
export async function signedIn(origin: string, key: PersonKey): Promise<Visitor> {
	const person = visitor(origin);
	const page = await person.open('/sign-in');
	await person.send(page, `demo-${personId(key)}`);
	return person;
}

/** The first link of a page whose words match. */
export function link(page: Page, words: RegExp): string | null {
	const found = page.html
		.querySelectorAll('a')
		.find((anchor) => words.test(anchor.structuredText.replace(/\s+/g, ' ').trim()));
	return found?.getAttribute('href') ?? null;
}
