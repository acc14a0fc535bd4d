import { actOnce } from '#domain/audit/act.server.ts';
import { organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may, rolesWith } from '#domain/people/permissions.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay, startOfLondonDay } from '#platform/time.ts';
import { faults, versionNames } from '../code-lists/store.server.ts';
import { listsOf, type Cohort, type Purpose } from '../cohort.ts';
import { mayCountAgain } from './feasibility.ts';
import type { Counted } from './protection.ts';
import { conditionsById } from '../store.server.ts';
import * as store from './store.server.ts';

/** Who counts: the vault, which alone reads the people. Throws when it cannot be reached. */
export type Counter = (question: {
	readonly person: string;
	readonly organisation: string;
	readonly cohort: Cohort;
	readonly purpose: Purpose;
	/** The day of asking in London, year-month-day. */
	readonly at: string;
}) => Promise<Omit<Counted, 'left'>>;

type Question = {
	readonly cohort: Cohort;
	readonly purpose: Purpose;
	/** Whose count it is; by default the first organisation that the person may count for. */
	readonly organisation?: string | undefined;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Counts the people of a cohort, as safe as they are shown, and keeps the answer. The vault is asked
 * outside any transaction; the limit is judged before it is asked and again when the answer is
 * stored. Answers the count's id.
 * @throws Problem 403 without a role in an organisation or over the day's limit, 409 for a condition
 * that is not in the catalogue; whatever the counter throws.
 */
export async function count(
	db: Bound,
	who: Actor,
	counter: Counter,
	{ cohort, purpose, once, at, ...question }: Question
): Promise<string> {
	const organisation =
		question.organisation ?? organisationsOf(who, rolesWith('feasibility.count'))[0];
	insist(may(who, 'feasibility.count', organisation));
	if (organisation === undefined)
		throw new Problem(403, 'Only people who act for an organisation can count.');
	const today = londonDay(at);
	const limit = async (tx: Tx) =>
		mayCountAgain(await store.countsSince(tx, organisation, startOfLondonDay(today)));
	await db.read(async (tx) => {
		insist(await limit(tx));
		await insistKnown(tx, cohort);
	});
	const {
		shown,
		count: people,
		usable,
		steps
	} = await counter({
		person: who.id,
		organisation,
		cohort,
		purpose,
		at: today.toString()
	});
	return actOnce(db, who, once, async (tx) => {
		await store.lockCounting(tx, organisation);
		insist(await limit(tx));
		const id = await store.addCount(tx, {
			personId: who.id,
			organisationId: organisation,
			cohort,
			purpose,
			shown,
			count: people === null ? null : BigInt(people),
			usable,
			steps,
			at
		});
		return {
			result: id,
			event: {
				action: 'feasibility.count',
				subject: { kind: 'feasibility', id },
				organisation,
				detail: { purpose, shown },
				at
			}
		};
	});
}

async function insistKnown(tx: Tx, cohort: Cohort): Promise<void> {
	const known = await conditionsById(tx, cohort.conditions);
	if (known.length < new Set(cohort.conditions).size)
		throw new Problem(409, 'One of the conditions is no longer in the catalogue. Choose again.');
	const named = listsOf(cohort);
	if (named.length === 0) return;
	if ((await versionNames(tx, named)).size < named.length)
		throw new Problem(409, 'One of the code lists is not there any more. Choose again.');
	const [wrong] = await faults(tx, cohort);
	if (wrong !== undefined)
		throw new Problem(409, `The criterion does not hold the concepts of ${wrong}. Add it again.`);
}
