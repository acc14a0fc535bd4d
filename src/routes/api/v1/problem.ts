import { BadInput } from '#domain/pricing/bad-input.ts';
import { Problem } from '#platform/problems.ts';

/** An error as RFC 9457 writes it. `errors` names the fields that are wrong. */
export const problem = (
	status: number,
	title: string,
	detail: string,
	errors: readonly { place: string; message: string }[] = []
): Response =>
	Response.json(
		{ type: 'about:blank', title, status, detail, ...(errors.length > 0 ? { errors } : {}) },
		{ status, headers: { 'content-type': 'application/problem+json' } }
	);

const general: Readonly<Record<number, string>> = {
	403: 'This request is not accepted from where it was sent.',
	404: 'There is nothing at this address.',
	405: 'This address does not answer that method.',
	413: 'The request is too large.'
};

/** An error that came about outside the API's own code, as problem+json; anything else as it is. */
export function asProblem(response: Response): Response {
	const { status, headers } = response;
	if (status < 400 || headers.get('content-type') === 'application/problem+json') return response;
	const detail =
		general[status] ??
		(status < 500
			? 'The request could not be read.'
			: 'Something went wrong on our side. Try again in a moment.');
	const told = problem(status, 'Refused', detail);
	const allow = headers.get('allow');
	if (allow !== null) told.headers.set('allow', allow);
	return told;
}

/** A refusal of the domain as problem+json. What is none of these is a bug and is thrown on. */
export function refusal(error: unknown): Response {
	if (error instanceof BadInput)
		return problem(422, 'Bad input', error.message, [
			{ place: error.place, message: error.message }
		]);
	if (error instanceof Problem) return problem(error.status, 'Refused', error.message);
	throw error;
}
