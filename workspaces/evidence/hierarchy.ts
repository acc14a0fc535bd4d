import { total } from '#domain/disclosure/evidence.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import { EvidenceError } from './expression.ts';

/** A label that the records of a category also count under, and how deep it lies. */
export type Label = { readonly leaf: string; readonly label: string; readonly level: number };

/**
 * The parents of every category of one dimension, and its total when margins are asked for.
 * `categories` are the labels that occur. Refuses a name that would stand for two different cells.
 */
export function labelsOf(
	specification: Specification,
	column: string,
	categories: readonly string[]
): Label[] {
	const parents = parentsOf(specification, column);
	const ancestry = new Map(categories.map((leaf) => [leaf, ancestors(parents, leaf, column)]));
	const depth = new Map<string, number>();
	for (const line of ancestry.values())
		line.forEach((parent, index) => {
			depth.set(parent, Math.max(index + 1, depth.get(parent) ?? 0));
		});
	const labels = categories.flatMap((leaf) => [
		{ leaf, label: leaf, level: 0 },
		...(ancestry.get(leaf) ?? []).map((label) => ({ leaf, label, level: depth.get(label) ?? 1 })),
		...(specification.margins ? [{ leaf, label: total, level: -1 }] : [])
	]);
	refuseCollisions(column, categories, [...depth.keys()], specification.margins);
	return labels;
}

function parentsOf(specification: Specification, column: string): Map<string, string> {
	const parents = new Map<string, string>();
	for (const hierarchy of specification.hierarchies.filter((one) => one.column === column))
		for (const [leaf, parent] of hierarchy.parents) {
			if (parents.has(leaf) && parents.get(leaf) !== parent)
				throw new EvidenceError(`“${leaf}” of ${column} has two parents; give it one.`);
			parents.set(leaf, parent);
		}
	return parents;
}

function ancestors(parents: ReadonlyMap<string, string>, leaf: string, column: string): string[] {
	const line: string[] = [];
	for (let at = parents.get(leaf); at !== undefined; at = parents.get(at)) {
		if (at === leaf || line.includes(at))
			throw new EvidenceError(`“${at}” of ${column} is its own parent; break the circle.`);
		line.push(at);
	}
	return line;
}

function refuseCollisions(
	column: string,
	categories: readonly string[],
	parents: readonly string[],
	margins: boolean
): void {
	const own = [...parents, ...(margins ? [total] : [])];
	const clash = own.find((name, index) => categories.includes(name) || own.indexOf(name) !== index);
	if (clash !== undefined)
		throw new EvidenceError(
			`“${clash}” is both a category of ${column} and the name of a group; rename the group.`
		);
}
