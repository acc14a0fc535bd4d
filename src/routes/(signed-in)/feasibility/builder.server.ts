import { offered, versionNames } from '#domain/catalogue/code-lists/store.server.ts';
import { countCountsOf, countsOf } from '#domain/catalogue/feasibility/store.server.ts';
import { criterionInWords } from '#domain/catalogue/cohort-words.ts';
import { conceptsOf } from '#domain/catalogue/cohort.ts';
import type { Adding } from '#domain/catalogue/feasibility/adding.ts';
import { criterionFrom } from '#domain/catalogue/feasibility/criterion-text.ts';
import {
	conceptNames,
	conditions,
	conditionsById,
	countConditions,
	type Concept
} from '#domain/catalogue/store.server.ts';
import { boards } from '#domain/controllers/store.server.ts';
import type { Tx } from '#platform/db.server.ts';
import type { ConceptsAsked } from '#platform/vault.server.ts';

type Named = { readonly id: number; readonly name: string };

/** How many conditions are shown at once; the filter finds the others. */
const shown = 12;

const optionOf = ({ id, name, people }: Concept) => ({
	value: String(id),
	label: name,
	hint: people === null ? 'Fewer than 10 people' : `About ${people.toLocaleString('en-GB')} people`
});

/** Looks in the vault's vocabulary. */
export type Look = (asked: ConceptsAsked) => Promise<readonly Named[]>;

/** Conditions by part of a name; when none has it, those whose names are close to what was typed. */
async function found(tx: Tx, look: Look, search: string, limit: number) {
	const exact = await conditions(tx, search, limit);
	if (exact.length > 0 || search === '')
		return { list: exact, total: await countConditions(tx, search) };
	const close = await look({ kind: 'condition', search });
	const list = await conditionsById(
		tx,
		close.map(({ id }) => id)
	);
	return { list, total: list.length };
}

/** What the builder offers: the conditions chosen so far first, then those that the filter finds. */
export async function builder(tx: Tx, look: Look, search: string, chosen: readonly number[]) {
	const { list, total } = await found(tx, look, search, shown + chosen.length);
	const kept = await conditionsById(tx, chosen);
	const isKept = new Set(kept.map(({ id }) => id));
	const others = list.filter(({ id }) => !isKept.has(id)).slice(0, shown);
	return {
		conditions: [...kept, ...others].map(optionOf),
		found: total,
		more: Math.max(0, total - others.length - list.filter(({ id }) => isKept.has(id)).length),
		boards: (await boards(tx)).map(({ code, name }) => ({
			value: code,
			label: name.replace(/^NHS /, '').replace(/ Integrated Care Board$/, '')
		}))
	};
}

/** Criteria of the address in words, and what looking for a further one has found. */
export async function criteriaOf(tx: Tx, look: Look, texts: readonly string[], adding: Adding) {
	const listed = texts.flatMap((text) => {
		const criterion = criterionFrom(text);
		return criterion ? [{ text, criterion }] : [];
	});
	const chosen = adding.concepts.map(Number);
	const close = adding.find === '' ? [] : await look({ kind: adding.kind, search: adding.find });
	const picked = listed.filter(({ criterion }) => criterion.list === undefined);
	const ids = [...new Set([...picked.flatMap(({ criterion }) => criterion.concepts), ...chosen])];
	const known = new Map(await conceptNames(tx, ids));
	const missing = ids.filter((id) => !known.has(id));
	// a concept that nobody has on record is in the vocabulary all the same
	if (missing.length > 0)
		for (const { id, name } of await look({ ids: missing })) known.set(id, name);
	const named = listed.flatMap(({ criterion: { list } }) => (list === undefined ? [] : [list]));
	const lists = await versionNames(tx, named);
	const names = { conditions: known, boards: new Map<string, string>(), lists };
	const options = [
		...chosen.map((id) => ({ id, name: known.get(id) ?? `code ${String(id)}` })),
		...close.filter(({ id }) => !chosen.includes(id))
	];
	return {
		listed: listed.map(({ text, criterion }) => ({
			text,
			words: criterionInWords(criterion, names)
		})),
		lists: (await offered(tx, adding.kind)).map(({ id, name, number, concepts }) => ({
			value: id,
			label: `${name}, version ${String(number)} (${String(concepts)})`
		})),
		options: options.map(({ id, name }) => ({ value: String(id), label: name }))
	};
}

/** A page of the person's own counts, as rows of a table. */
export async function counts(tx: Tx, person: string, page: number) {
	const list = await countsOf(tx, person, page);
	const names = await conceptNames(tx, [
		...new Set(list.flatMap(({ cohort }) => conceptsOf(cohort)))
	]);
	return {
		rows: list.map(({ id, cohort, shown: people, at }) => ({
			id,
			at: at.toString(),
			people,
			conditions:
				conceptsOf(cohort)
					.map((one) => names.get(one) ?? String(one))
					.join(', ') || 'Everybody'
		})),
		paging: { page, size: 20, total: await countCountsOf(tx, person) }
	};
}
