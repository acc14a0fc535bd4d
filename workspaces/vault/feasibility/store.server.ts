import * as v from 'valibot';
import { budget, budgetDays, Counted, Shown } from '#domain/catalogue/feasibility/protection.ts';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';

/** What was answered once for a definition: only what was shown, never a true number. */
export type Answer = Omit<Counted, 'left'>;

const Kept = v.object({
	...Shown.entries,
	usable: Counted.entries.usable,
	steps: Counted.entries.steps
});

export type Asking = {
	readonly person: string;
	readonly organisation: string;
	/** SHA-256 of the cohort in canonical form, its purpose, and the data and month it is asked of. */
	readonly definition: string;
	readonly at: Temporal.Instant;
};

/** Answers that were given, and what each organisation has asked for. */
export type Answers = {
	/**
	 * What this organisation was answered before, or null when it must be worked out.
	 * @throws Problem 403 when its budget is used up.
	 */
	before(asking: Asking): Promise<Counted | null>;
	/** Keeps an answer and charges the organisation, once. The answer kept first is the one given. */
	keep(asking: Asking, answer: Answer): Promise<Counted>;
};

async function charged(tx: Tx, { organisation, at }: Asking): Promise<number> {
	const since = at.subtract({ hours: 24 * budgetDays });
	const [row] = await tx<{ used: number }[]>`
		select count(*)::int as used
		from feasibility_charge
		where organisation_id = ${organisation} and at > ${since}
	`;
	return row?.used ?? 0;
}

async function isCharged(tx: Tx, { organisation, definition }: Asking): Promise<boolean> {
	const found = await tx`
		select from feasibility_charge
		where organisation_id = ${organisation} and definition = ${definition}
	`;
	return found.length > 0;
}

async function answerOf(tx: Tx, definition: string): Promise<Answer | null> {
	const [row] = await tx<{ answer: unknown }[]>`
		select answer from feasibility_answer where definition = ${definition}
	`;
	return row ? v.parse(Kept, row.answer) : null;
}

/** Charges the organisation for a definition that is new to it. @throws Problem 403 */
async function charge(tx: Tx, asking: Asking): Promise<number> {
	const { organisation, definition, person, at } = asking;
	// one after the other, so that two at once cannot both take the last
	await tx`select pg_advisory_xact_lock(hashtextextended(${`charge ${organisation}`}, 0))`;
	const used = await charged(tx, asking);
	if (await isCharged(tx, asking)) return budget - used;
	if (used >= budget)
		throw new Problem(
			403,
			`Your organisation has had ${String(budget)} different counts in the last ${String(budgetDays)} days, which is the limit; earlier counts can be looked at again. A data manager can help to size a study.`
		);
	await tx`
		insert into feasibility_charge (organisation_id, definition, person_id, at)
		values (${organisation}, ${definition}, ${person}, ${at})
	`;
	return budget - used - 1;
}

export const databaseAnswers = (sql: Sql): Answers => ({
	before: (asking) =>
		bind(sql, asking.person).write(async (tx) => {
			const found = await answerOf(tx, asking.definition);
			if (found) return { ...found, left: await charge(tx, asking) };
			const used = await charged(tx, asking);
			// refused before anything is counted
			if (used >= budget) await charge(tx, asking);
			return null;
		}),
	keep: (asking, answer) =>
		bind(sql, asking.person).write(async (tx) => {
			const left = await charge(tx, asking);
			await tx`
				insert into feasibility_answer (definition, answer, at)
				values (${asking.definition}, ${tx.json(answer)}, ${asking.at})
				on conflict (definition) do nothing
			`;
			return { ...((await answerOf(tx, asking.definition)) ?? answer), left };
		})
});
