import { fail } from '@sveltejs/kit';
import { files } from '#domain/outputs/files/store.server.ts';
import { typedWords, wordsForm } from '#domain/outputs/files/words-form.ts';
import { send } from '#domain/outputs/send.server.ts';
import { save, type Words } from '#domain/outputs/words.server.ts';
import { failed, parse } from '#platform/forms.ts';
import { answer } from '../../../../answer.ts';
import { someone } from '../../../../signed-in.ts';
import type { RequestEvent } from '../$types';

type Asked = Words & { id: string; version: number; at: Temporal.Instant };

/** Reads what was typed of the request and of each of its files; errors stand at their fields. */
const words =
	(
		back: (id: string) => never,
		finished: boolean,
		work: (event: RequestEvent, asked: Asked) => Promise<void>
	) =>
	async (event: RequestEvent) => {
		const { locals, params } = event;
		const held = await locals.db.read((tx) => files(tx, params.id));
		const { form, missing } = wordsForm(held, finished);
		const data = await event.request.formData();
		const parsed = parse(data, form, { form: 'words' });
		const lacking = missing(Object.fromEntries(data));
		if (!parsed.ok) return fail(422, { ...parsed, errors: { ...lacking, ...parsed.errors } });
		if (Object.keys(lacking).length > 0)
			return fail(422, failed(parsed, lacking, undefined, 'words'));
		const { version } = parsed.value;
		const asked = { ...typedWords(held, parsed.value), id: params.id, version, at: locals.at };
		const done = await answer(parsed, () => work(event, asked), 'words');
		return done.ok ? back(params.id) : done;
	};

export const wording = (back: (id: string) => never) => ({
	save: words(back, false, ({ locals }, asked) =>
		save(locals.services, locals.db, someone(locals), asked)
	),
	submit: words(back, true, ({ locals }, asked) =>
		send(locals.services, locals.db, someone(locals), asked)
	)
});
