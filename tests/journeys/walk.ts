import { expect, request, type APIRequestContext, type APIResponse } from '@playwright/test';
import { personId, type PersonKey } from '../../db/seed/people.ts';
import { routeOf, routes, type Route } from '../security/route-manifest.ts';

/** Somebody, or nobody, who asks over HTTP without a browser. */
export type Visitor = {
	get(path: string): Promise<APIResponse>;
	post(path: string, form: Record<string, string>): Promise<APIResponse>;
	close(): Promise<void>;
};

const over = (context: APIRequestContext, origin: string): Visitor => ({
	get: (path) => context.get(path, { maxRedirects: 0 }),
	post: (path, form) =>
		context.post(path, { form, maxRedirects: 0, headers: { origin, accept: 'text/html' } }),
	close: () => context.dispose()
});

/** A visitor with a session of their own; nobody when no key is given. */
export async function visitor(origin: string, key: PersonKey | null): Promise<Visitor> {
	const context = await request.newContext({ baseURL: origin });
	const one = over(context, origin);
	if (key !== null) {
		const done = await one.post('/sign-in?/demo', { person: personId(key) });
		expect(done.status(), `${key} signs in`).toBe(303);
	}
	return one;
}

const lists = [
	...['/home', '/applications', '/agreements', '/projects', '/outputs', '/quotes'],
	...['/feasibility', '/billing', '/register']
];

/** The pages of things that a person's own lists lead to, two steps deep. */
export async function thingsOf(one: Visitor): Promise<Set<string>> {
	const found = new Set<string>();
	let next: readonly string[] = lists;
	for (let step = 0; step < 2; step++) {
		const pages: string[] = [];
		for (const path of next) {
			const answer = await one.get(path);
			if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
			for (const [, href = ''] of (await answer.text()).matchAll(/href="(\/[^"?#]+)/g))
				if (isThing(href) && !found.has(href)) {
					found.add(href);
					pages.push(href);
				}
		}
		next = pages;
	}
	return found;
}

export const manifest: readonly Route[] = routes();
const isThing = (href: string): boolean => {
	const route = routeOf(href, manifest);
	return route !== undefined && route.signedIn && route.path.includes('[');
};

/** What a page must never show: where the program lies, or what failed inside it. */
const inside =
	/\bat (?:async )?[\w.<>]+ \(|node_modules|file:\/\/\/|\.server\.ts|PostgresError|ValiError/;

/** No answer at all is a 500, a stack trace or somebody's markup. */
export async function isCivil(answer: APIResponse, asked: string): Promise<void> {
	expect(answer.status(), asked).toBeLessThan(500);
	const type = answer.headers()['content-type'] ?? '';
	if (!/^(text|application\/(json|problem))/.test(type)) return;
	const text = await answer.text();
	expect(inside.exec(text)?.[0], `${asked} shows its inside`).toBeUndefined();
	expect(text.includes('<script>alert('), `${asked} repeats markup`).toBe(false);
}
