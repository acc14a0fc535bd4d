import type { Network } from './network.ts';

/** Through one cell: forwards it grows, backwards it shrinks. */
export type Step = { readonly cell: number; readonly sign: 1 | -1 };

export type Route = { readonly from: number; readonly to: number; readonly without: number };

type Came = { readonly before: number; readonly step: Step };

/** The way with the fewest steps along those that are open, or null. */
export function shortest(
	network: Network,
	{ from, to, without }: Route,
	open: (step: Step) => boolean
): Step[] | null {
	const came = new Map<number, Came>();
	const queue = [from];
	for (const at of queue)
		for (const cell of network.touching[at] ?? []) {
			const forward = network.from[cell] === at;
			const next = (forward ? network.to : network.from)[cell] ?? at;
			if (cell === without || next === from || came.has(next)) continue;
			const step: Step = { cell, sign: forward ? 1 : -1 };
			if (!open(step)) continue;
			came.set(next, { before: at, step });
			if (next === to) return trace(came, from, to);
			queue.push(next);
		}
	return null;
}

/** The way that costs least along those that are open, or null (Dijkstra). */
export function cheapest(
	network: Network,
	{ from, to, without }: Route,
	open: (step: Step) => boolean,
	price: (cell: number) => number
): Step[] | null {
	const distance = new Map([[from, 0]]);
	const came = new Map<number, Came>();
	const done = new Set<number>();
	for (;;) {
		const at = nearest(distance, done);
		if (at === null) return null;
		if (at === to) return trace(came, from, to);
		done.add(at);
		const here = distance.get(at) ?? 0;
		for (const cell of network.touching[at] ?? []) {
			const forward = network.from[cell] === at;
			const next = (forward ? network.to : network.from)[cell] ?? at;
			if (cell === without || done.has(next)) continue;
			const far = here + price(cell);
			if (far >= (distance.get(next) ?? Infinity)) continue;
			const step: Step = { cell, sign: forward ? 1 : -1 };
			if (!open(step)) continue;
			distance.set(next, far);
			came.set(next, { before: at, step });
		}
	}
}

function nearest(distance: ReadonlyMap<number, number>, done: ReadonlySet<number>): number | null {
	let best: number | null = null;
	let least = Infinity;
	for (const [node, far] of distance)
		if (far < least && !done.has(node)) [best, least] = [node, far];
	return best;
}

function trace(came: ReadonlyMap<number, Came>, from: number, to: number): Step[] {
	const path: Step[] = [];
	for (let at = to; at !== from;) {
		const last = came.get(at);
		if (last === undefined) throw new RangeError('The path is broken.');
		path.unshift(last.step);
		at = last.before;
	}
	return path;
}
