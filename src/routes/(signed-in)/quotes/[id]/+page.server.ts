import { may } from '#domain/people/permissions.ts';
import { againQuery, requestInWords } from '#domain/pricing/quote-page.ts';
import { holds } from '#domain/pricing/quote.ts';
import type { QuoteRequest } from '#domain/pricing/request.ts';
import { quoteById } from '#domain/pricing/store.server.ts';
import { quoteView, type QuoteAnswer } from '#domain/pricing/view.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { someone } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = someone(locals);
	const found = await locals.db.read((tx) => quoteById(tx, params.id));
	if (!found) throw new Problem(404, 'There is no such quote.');
	// both were checked when they were written, and nothing can change them since
	const answer = found.answer as unknown as QuoteAnswer;
	const { asked, ...request } = found.request as unknown as QuoteRequest & {
		asked: Record<string, unknown>;
	};
	const mine = found.personId === actor.id;
	return {
		title: 'Quote',
		id: found.id,
		quote: quoteView(answer),
		summary: [
			...requestInWords(request, asked),
			...(found.organisation === null ? [] : [{ key: 'For', value: found.organisation }])
		],
		start: request.start,
		made: found.at.toString(),
		sha256: found.sha256,
		slug: `${found.rateCardCode}-v${String(found.rateCardVersion)}`,
		feasibility: mine ? found.feasibilityId : null,
		holds: holds(found, londonDay(locals.at)),
		mayApply: mine && may(actor, 'application.start').allowed,
		again: againQuery(asked)
	};
};
