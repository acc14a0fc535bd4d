import { personId } from '#db/seed/people.ts';

/** A page's time in milliseconds, and how often longer than the baseline it takes. */
export type PageTime = {
	readonly path: string;
	readonly median: number;
	readonly p95: number;
	readonly ratio: number;
};

/** The lightest page that the portal renders: words alone, no query of its own. */
export const baseline = '/accessibility';
export const listPages = ['/applications', '/outputs', '/register', '/datasets'] as const;

const concurrency = 4;
const rounds = 5;

/**
 * Each list page against the baseline, `requests` of each in five rounds by turns so that a busy
 * machine slows all alike, four at once. All as the same signed-in auditor, who sees every row: the
 * session is looked up for the baseline too.
 * @throws Error when a page does not answer 200, because the time of a refusal says nothing.
 */
export async function measurePages(url: string, requests: number): Promise<PageTime[]> {
	const cookie = await signIn(url);
	const paths = [baseline, ...listPages];
	const times = new Map<string, number[]>(paths.map((path) => [path, []]));
	for (const path of paths) await batch(url + path, cookie, concurrency * 2); // warm up
	for (let round = 0; round < rounds; round++)
		for (const path of paths)
			times
				.get(path)
				?.push(...(await batch(url + path, cookie, Math.max(1, Math.round(requests / rounds)))));
	const base = quantile(times.get(baseline) ?? [], 0.5);
	return paths.map((path) => {
		const all = times.get(path) ?? [];
		const median = quantile(all, 0.5);
		return { path, median, p95: quantile(all, 0.95), ratio: median / base };
	});
}

async function signIn(url: string): Promise<string> {
	const answer = await fetch(`${url}/sign-in?/demo`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: url, accept: 'text/html' },
		body: new URLSearchParams({ person: personId('ruth') })
	});
	const [cookie] = answer.headers.getSetCookie();
	if (cookie === undefined) throw new Error(`${url} signs nobody in; is it a demonstration?`);
	return cookie.split(';')[0] ?? '';
}

async function batch(address: string, cookie: string, count: number): Promise<number[]> {
	const times: number[] = [];
	let left = count;
	const worker = async () => {
		while (left > 0) {
			left -= 1;
			const began = performance.now();
			const answer = await fetch(address, { headers: { cookie }, redirect: 'manual' });
			await answer.arrayBuffer();
			times.push(performance.now() - began);
			if (answer.status !== 200)
				throw new Error(`${address} answered ${String(answer.status)} instead of 200`);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return times;
}

const quantile = (times: readonly number[], q: number): number =>
	times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * q)] ?? 0;
