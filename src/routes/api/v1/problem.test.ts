import { expect, test } from 'vitest';
import { asProblem, problem } from './problem.ts';

test.each([404, 405, 413, 400, 403, 500])(
	'an answer %i that is not ours becomes problem+json and says nothing of its page',
	async (status) => {
		const page = new Response('<h1>Internals</h1>', {
			status,
			headers: { 'content-type': 'text/html', allow: 'POST' }
		});
		const told = asProblem(page);
		expect(told.status).toBe(status);
		expect(told.headers.get('content-type')).toBe('application/problem+json');
		expect(told.headers.get('allow')).toBe('POST');
		const body = (await told.json()) as Record<string, unknown>;
		expect(body).toMatchObject({ status, type: 'about:blank' });
		expect(JSON.stringify(body)).not.toMatch(/Internals/);
	}
);

test('what is well, or a problem of ours already, is left as it is', () => {
	const well = Response.json({ items: [] });
	const ours = problem(422, 'Bad input', 'Choose a tier.');
	expect(asProblem(well)).toBe(well);
	expect(asProblem(ours)).toBe(ours);
});
