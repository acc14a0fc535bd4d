import { conceptVocabularies, type Code, type Resolved, type Vocabulary } from './code-list.ts';
import type { Fault } from './reading.ts';

type Known = {
	readonly id: number;
	readonly name: string;
	readonly domain: string;
	readonly code?: string;
	readonly standard?: boolean;
};

/** How the vocabulary of this installation is asked: by numbers, or by codes of one vocabulary. */
export type Look = (
	asked:
		| { readonly ids: readonly number[] }
		| {
				readonly vocabulary: (typeof conceptVocabularies)[keyof typeof conceptVocabularies];
				readonly codes: readonly string[];
		  }
) => Promise<readonly Known[]>;

const most = 2500;

async function inParts<T>(all: readonly T[], ask: (some: T[]) => Promise<readonly Known[]>) {
	const found: Known[] = [];
	for (let at = 0; at < all.length; at += most)
		found.push(...(await ask(all.slice(at, at + most))));
	return found;
}

/**
 * Finds the standard OMOP concept of each code: the one that the file names, or the one whose code it
 * is. A concept that the file names must exist and be standard; a code that is not known here is kept
 * without one.
 */
export async function resolve(
	codes: readonly Code[],
	vocabulary: Vocabulary,
	look: Look
): Promise<{ readonly resolved: readonly Resolved[]; readonly faults: readonly Fault[] }> {
	const named = codes.flatMap(({ concept }) => (concept === null ? [] : [concept]));
	const byId = new Map(
		(await inParts([...new Set(named)], (ids) => look({ ids }))).map((one) => [one.id, one])
	);
	const unnamed = [...new Set(codes.filter((one) => one.concept === null).map(({ code }) => code))];
	const byCode = new Map<string, Known>();
	if (vocabulary !== 'omop')
		for (const one of await inParts(unnamed, (some) =>
			look({ vocabulary: conceptVocabularies[vocabulary], codes: some })
		))
			if (one.standard === true && one.code !== undefined) byCode.set(one.code, one);
	const faults: Fault[] = [];
	const resolved = codes.map(({ line, code, term, concept }) => {
		const found = concept === null ? byCode.get(code) : byId.get(concept);
		if (concept !== null && found === undefined)
			faults.push({
				line,
				message: `There is no OMOP concept ${String(concept)} in the vocabulary of this installation.`
			});
		else if (found !== undefined && found.standard !== true)
			faults.push({
				line,
				message: `OMOP concept ${String(found.id)} (${found.name}) is not a standard concept, and records are coded by standard ones. Name the one it maps to.`
			});
		return {
			...{ code, term: term === '' ? (found?.name ?? '') : term },
			conceptId: found?.id ?? null,
			conceptName: found?.name ?? null,
			domain: found?.domain ?? null
		};
	});
	return { resolved, faults };
}
