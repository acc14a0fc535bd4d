import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { datasets } from '#domain/catalogue/store.server.ts';
import { organisationsOf } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { pricedExtras, requestOf } from '#domain/pricing/ask.ts';
import { calculate } from '#domain/pricing/calculate.ts';
import { makeQuote } from '#domain/pricing/make.server.ts';
import { countryOptions, tierFields } from '#domain/pricing/questions.ts';
import { quoteJson } from '#domain/pricing/quote.ts';
import { currentCard } from '#domain/pricing/store.server.ts';
import { tierNames } from '#domain/pricing/tier.ts';
import { cardView, quoteView } from '#domain/pricing/view.ts';
import { parse } from '#platform/forms.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { answer } from '../../answer.ts';
import { queryOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const priced = ({ locals, url }: { locals: App.Locals; url: URL }) =>
	locals.db.read(async (tx) => {
		const today = londonDay(locals.at);
		const [stored, offers] = [await currentCard(tx, today), await datasets(tx)];
		const made = stored && calculate(url.searchParams, offers, stored.card, today);
		return { stored, offers, made };
	});

export const load: PageServerLoad = async ({ locals, url }) => {
	const { stored, offers, made } = await priced({ locals, url });
	const { actor } = locals;
	return {
		title: 'Prices',
		once: crypto.randomUUID(),
		query: queryOf(url),
		feasibility: url.searchParams.get('feasibility'),
		maySave:
			actor !== null && may(actor, 'quote.make').allowed && organisationsOf(actor).length > 0,
		offers: offers.map(({ code, name, description }) => ({ code, name, description })),
		tierFields,
		countryOptions,
		extras: stored && pricedExtras(stored.card),
		card: stored && cardView(stored.card, stored.sha256),
		values: made?.values ?? {},
		errors: made && !made.ok ? made.errors : {},
		message: made && !made.ok ? made.message : undefined,
		tier: made?.ok ? { name: tierNames[made.tier.tier], because: made.tier.because } : null,
		quote: made?.ok ? quoteView(quoteJson(made.quote)) : null
	};
};

const Save = v.object({
	once: v.pipe(v.string(), v.uuid()),
	feasibility: v.optional(v.pipe(v.string(), v.uuid()))
});

export const actions = {
	save: async ({ request, locals, url }) => {
		const actor = someone(locals);
		const saved = parse(await request.formData(), Save, { form: 'save' });
		if (!saved.ok) return fail(422, saved);
		const { offers, made } = await priced({ locals, url });
		if (!made?.ok)
			throw new Problem(409, 'This study cannot be priced as it is. Correct the answers first.');
		const done = await answer(
			saved,
			() =>
				makeQuote(locals.db, actor, {
					request: requestOf(made.ask, offers),
					asked: made.values,
					feasibility: saved.value.feasibility ?? null,
					once: saved.value.once,
					at: locals.at
				}),
			'save'
		);
		if (!done.ok) return done;
		redirect(303, `/quotes/${done.result}`);
	}
} satisfies Actions;
