import type { Resolved } from './code-list.ts';

export type Difference = {
	readonly change: 'added' | 'removed' | 'changed';
	readonly code: string;
	readonly term: string;
	/** What it was before, where it changed. */
	readonly before: string;
};

const said = (of: readonly Resolved[]): string =>
	of
		.map(({ term, conceptId }) => `${term}${conceptId === null ? '' : ` (${String(conceptId)})`}`)
		.join('; ');

function byCode(codes: readonly Resolved[]): Map<string, Resolved[]> {
	const found = new Map<string, Resolved[]>();
	for (const one of codes) found.set(one.code, [...(found.get(one.code) ?? []), one]);
	return found;
}

/** What a version has that an earlier one did not, the other way round, and what is coded otherwise. */
export function differences(
	before: readonly Resolved[],
	after: readonly Resolved[]
): readonly Difference[] {
	const [old, now] = [byCode(before), byCode(after)];
	return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((code): Difference[] => {
		const [was, is] = [old.get(code), now.get(code)];
		if (was === undefined) return [{ change: 'added', code, term: said(is ?? []), before: '' }];
		if (is === undefined) return [{ change: 'removed', code, term: said(was), before: '' }];
		return said(was) === said(is)
			? []
			: [{ change: 'changed', code, term: said(is), before: said(was) }];
	});
}
