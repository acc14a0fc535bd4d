import { fail } from '@sveltejs/kit';
import type { Imported } from '#domain/catalogue/code-lists/import.server.ts';
import { failed, type Values } from '#platform/forms.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { answer } from '../../answer.ts';

const away =
	'The codes could not be looked up just now, because the vault that holds the vocabulary does not answer. Nothing was kept: try again in a minute.';

/** Runs an import; lines that are wrong come back beside the form, and nothing was kept. */
export async function imported(
	parsed: { readonly values: Values },
	form: string,
	work: () => Promise<Imported>
) {
	try {
		const done = await answer(parsed, work, form);
		if (!done.ok) return done;
		if (done.result.ok) return { ok: true as const, list: done.result.list };
		const { faults } = done.result;
		const words = `${faults.length === 1 ? 'One line is' : `${faults.length.toLocaleString('en-GB')} lines are`} wrong, listed below. Nothing was kept.`;
		const told = {
			...failed(parsed, { file: words }, undefined, form),
			faults: faults.slice(0, 50),
			more: Math.max(0, faults.length - 50)
		};
		return Object.assign(fail(422, told), { ok: false as const });
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		return Object.assign(fail(503, failed(parsed, {}, away, form)), { ok: false as const });
	}
}
