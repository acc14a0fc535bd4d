export type Codes = {
	/** Codes that fewer people than allowed have, with those people's places. */
	readonly few: ReadonlyMap<string, readonly number[]>;
	/** Codes of the same column that enough people have: rare codes may join them. */
	readonly many: ReadonlySet<string>;
	/** Wider codes of each rare code, nearest first. */
	readonly wider: ReadonlyMap<string, readonly string[]>;
	readonly least: number;
};

/**
 * What each rare code leaves as: its nearest wider code that enough people have once all rare ones
 * are moved, or null when there is none (class C16). A code that few share even then is moved on
 * with everything that had come to it, so that no released code has fewer people than allowed.
 */
export function rollUp({ few, many, wider, least }: Codes): Map<string, string | null> {
	const step = new Map([...few.keys()].map((code) => [code, -1]));
	const now = (code: string): string | null => {
		const at = step.get(code) ?? -1;
		return at < 0 ? code : (wider.get(code)?.[at] ?? null);
	};
	for (;;) {
		const people = new Map<string, Set<number>>();
		for (const [code, places] of few) {
			const as = now(code);
			if (as === null || many.has(as)) continue;
			const those = people.get(as) ?? new Set();
			for (const place of places) those.add(place);
			people.set(as, those);
		}
		const tooFew = new Set([...people].filter(([, those]) => those.size < least).map(([as]) => as));
		if (tooFew.size === 0) break;
		for (const code of few.keys()) {
			const as = now(code);
			if (as !== null && tooFew.has(as)) step.set(code, (step.get(code) ?? -1) + 1);
		}
	}
	return new Map(
		[...few.keys()]
			.map((code): [string, string | null] => [code, now(code)])
			.filter(([code, as]) => as !== code)
	);
}

/** Three characters, then the letter: the wider codes of an ICD-10 code that has no table of them. */
export function widerIcd(code: string): string[] {
	const [three] = /^[A-Z][0-9][0-9A-Z]/.exec(code) ?? [];
	return three === undefined || three === code ? [] : [three];
}
