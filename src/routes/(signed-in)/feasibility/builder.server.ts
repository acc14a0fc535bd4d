import { countCountsOf, countsOf } from '#domain/catalogue/feasibility/store.server.ts';
import {
	conditions,
	conditionsById,
	countConditions,
	type Concept
} from '#domain/catalogue/store.server.ts';
import { boards } from '#domain/controllers/store.server.ts';
import type { Tx } from '#platform/db.server.ts';

/** How many conditions are shown at once; the filter finds the others. */
const shown = 12;

const optionOf = ({ id, name, people }: Concept) => ({
	value: String(id),
	label: name,
	hint: people === null ? 'Fewer than 10 people' : `About ${people.toLocaleString('en-GB')} people`
});

/** What the builder offers: the conditions chosen so far first, then those that the filter finds. */
export async function builder(tx: Tx, search: string, chosen: readonly number[]) {
	const [found, kept, total] = [
		await conditions(tx, search, shown + chosen.length),
		await conditionsById(tx, chosen),
		await countConditions(tx, search)
	];
	const isKept = new Set(kept.map(({ id }) => id));
	const others = found.filter(({ id }) => !isKept.has(id)).slice(0, shown);
	return {
		conditions: [...kept, ...others].map(optionOf),
		found: total,
		more: Math.max(0, total - others.length - found.filter(({ id }) => isKept.has(id)).length),
		boards: (await boards(tx)).map(({ code, name }) => ({
			value: code,
			label: name.replace(/^NHS /, '').replace(/ Integrated Care Board$/, '')
		}))
	};
}

/** A page of the person's own counts, as rows of a table. */
export async function counts(tx: Tx, person: string, page: number) {
	const list = await countsOf(tx, person, page);
	const ids = [...new Set(list.flatMap(({ cohort }) => cohort.conditions))];
	const names = new Map((await conditionsById(tx, ids)).map(({ id, name }) => [Number(id), name]));
	return {
		rows: list.map(({ id, cohort, shown: people, at }) => ({
			id,
			at: at.toString(),
			people,
			conditions:
				cohort.conditions.map((one) => names.get(one) ?? String(one)).join(', ') || 'Everybody'
		})),
		paging: { page, size: 20, total: await countCountsOf(tx, person) }
	};
}
