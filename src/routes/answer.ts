import { fail } from '@sveltejs/kit';
import { failed, type Values } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';

/**
 * Runs what a valid form asks for. A refusal (403, 409) comes back to the same page as a sentence
 * above the form with everything typed still there; a thing that does not exist (404) is the 404 page.
 */
export async function answer<T>(
	parsed: { readonly values: Values },
	work: () => Promise<T>,
	form?: string
) {
	try {
		return { ok: true as const, result: await work() };
	} catch (problem) {
		if (!(problem instanceof Problem) || problem.status === 404) throw problem;
		const refused = fail(problem.status, failed(parsed, {}, problem.message, form));
		return Object.assign(refused, { ok: false as const });
	}
}
