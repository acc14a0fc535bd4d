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

/** A refusal of the domain as problem+json. What is none of these is a bug and is thrown on. */
export function refusal(error: unknown): Response {
	if (error instanceof BadInput)
		return problem(422, 'Bad input', error.message, [
			{ place: error.place, message: error.message }
		]);
	if (error instanceof Problem) return problem(error.status, 'Refused', error.message);
	throw error;
}
