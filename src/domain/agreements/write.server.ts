import { datasetsOf } from '#domain/applications/answers.ts';
import { holds as isValid } from '#domain/pricing/quote.ts';
import type { Tx } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { Problem } from '#platform/problems.ts';
import { dayInWords, londonDay } from '#platform/time.ts';
import type { Choices, Library } from './clauses.ts';
import { factsOf, mismatch, type Sources } from './facts.ts';
import * as store from './store.server.ts';
import { render } from './text.ts';

export type Written = { readonly text: string; readonly sha256: string };
type Row = Awaited<ReturnType<typeof store.lockSources>>;

/**
 * The sources of an agreement, checked: a price that holds on the day and fits the study.
 * @throws Problem 409 with what to do when there is none.
 */
export async function sourcesOf(
	tx: Tx,
	row: Row,
	at: Temporal.Instant
): Promise<Sources & { quoteId: string }> {
	const { quote, quoteId, validUntil } = row;
	if (!quote || quoteId === null || !validUntil)
		throw new Problem(
			409,
			'This application has no quote. Ask the applicant to make one and apply with it.'
		);
	if (!isValid({ validUntil }, londonDay(at)))
		throw new Problem(
			409,
			`The quote held until ${dayInWords(validUntil)}. Ask the applicant for a new one.`
		);
	const sources = {
		application: { ...row, approved: row.status === 'approved' },
		organisation: { name: row.organisation, country: row.country, identifier: row.identifier },
		datasets: await store.datasetsOf(tx, datasetsOf(row.answers)),
		quote,
		quoteId
	};
	const wrong = mismatch(sources);
	if (wrong !== null) throw new Problem(409, wrong);
	return sources;
}

/** The words on the given choices, and their SHA-256. @throws Problem 409 when a floor is crossed. */
export function written(
	sources: Sources,
	draft: { number: bigint; version: number; choices: Choices; at: Temporal.Instant },
	library: Library
): Written {
	const text = render(factsOf(sources, { ...draft, offeredOn: londonDay(draft.at) }), library);
	return { text, sha256: sha256(text) };
}

/** What was read must be what is bound: a page older than the text is told so. */
export function insistSame(shown: string, { sha256: now }: Written): void {
	if (shown !== now)
		throw new Problem(
			409,
			'This agreement was changed after you opened it. Load the page again and read it as it is now.'
		);
}
