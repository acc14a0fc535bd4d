import type { PersonKey } from '#db/seed/people.ts';
import { signedIn } from './people.ts';
import { Unexpected, visitor, type Page, type Visitor } from './visitor.ts';

/** What the steps tell each other: addresses of the things they made. */
export type Made = Map<
	'feasibility' | 'quote' | 'application' | 'agreement' | 'project' | 'workspace' | 'output',
	string
>;

export type Journey = {
	readonly origin: string;
	/** The title that this run gives its study, different each time. */
	readonly title: string;
	readonly today: string;
	readonly made: Made;
	/** The person, signed in; each keeps one session for the whole journey. */
	as(key: PersonKey): Promise<Visitor>;
	/** Somebody who has not signed in. */
	readonly anyone: Visitor;
};

export type Step = {
	readonly name: string;
	/** Does the step and answers the address to look at. @throws Unexpected when it is not as it should be. */
	run(journey: Journey): Promise<string>;
};

export function begin(origin: string, title: string, today: string): Journey {
	const sessions = new Map<PersonKey, Promise<Visitor>>();
	return {
		origin,
		title,
		today,
		made: new Map(),
		as(key) {
			const known = sessions.get(key) ?? signedIn(origin, key);
			sessions.set(key, known);
			return known;
		},
		anyone: visitor(origin)
	};
}

/** The address that an earlier step made. */
export function from(journey: Journey, what: Parameters<Made['get']>[0]): string {
	const path = journey.made.get(what);
	if (path === undefined) throw new Unexpected(`No ${what} was made before this step.`);
	return path;
}

export function expectText(page: Page, words: RegExp): void {
	if (!words.test(page.text.replace(/\s+/g, ' ')))
		throw new Unexpected(`${page.url.pathname} does not say ${String(words)}.`);
}

/** Where a page is: the path, when it is of the kind wanted. */
export function landed(page: Page, kind: string): string {
	const path = page.url.pathname;
	if (!path.startsWith(`/${kind}/`))
		throw new Unexpected(`Came to ${path} instead of a page of ${kind}.`);
	return path;
}

/** Opens a page again and again until `ready` says so, for work that goes on by itself. */
export async function until(
	open: () => Promise<Page>,
	ready: (page: Page) => boolean,
	what: string,
	seconds = 120
): Promise<Page> {
	const end = performance.now() + seconds * 1000;
	for (;;) {
		const page = await open();
		if (ready(page)) return page;
		if (performance.now() > end)
			throw new Unexpected(`${what} did not happen within ${String(seconds)} seconds.`);
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}
