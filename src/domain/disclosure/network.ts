/**
 * A published table seen as a flow: each cell is an arc, each total an equation at a node. For one
 * and two dimensions this is exact, and with whole counts the bounds are whole (the equations are
 * totally unimodular), so what an attacker can work out is found without a linear programme.
 */
export type Arc = {
	readonly from: number;
	readonly to: number;
	/** What the cell truly is, and what the attacker knows it to lie between. */
	readonly flow: number;
	readonly lower: number;
	readonly upper: number;
};

type Step = { readonly to: number; readonly arc: number; readonly sign: 1 | -1 };

/** The least and the most that one cell can be, given the bounds and the totals of all the others. */
export function interval(
	arcs: readonly Arc[],
	nodes: number,
	target: number
): { low: number; high: number } {
	const arc = arcs[target];
	if (arc === undefined) throw new RangeError('There is no such cell.');
	const up = arc.upper - arc.flow;
	const down = arc.flow - arc.lower;
	return {
		high: arc.flow + most(arcs, nodes, target, arc.to, arc.from, up),
		low: arc.flow - most(arcs, nodes, target, arc.from, arc.to, down)
	};
}

/** The most that can flow from `source` to `sink` through what is uncertain, at most `limit`. */
function most(
	arcs: readonly Arc[],
	nodes: number,
	leaveOut: number,
	source: number,
	sink: number,
	limit: number
): number {
	const flow = arcs.map((arc) => arc.flow);
	const room = (step: Step): number => {
		const arc = arcs[step.arc];
		const now = flow[step.arc] ?? 0;
		if (arc === undefined) return 0;
		return step.sign > 0 ? arc.upper - now : now - arc.lower;
	};
	const steps = neighbours(arcs, nodes, leaveOut);
	let moved = 0;
	while (moved < limit) {
		const path = shortest(steps, source, sink, room);
		if (path === null) break;
		const amount = Math.min(limit - moved, ...path.map(room));
		if (!Number.isFinite(amount)) return Infinity;
		for (const step of path) flow[step.arc] = (flow[step.arc] ?? 0) + step.sign * amount;
		moved += amount;
	}
	return moved;
}

export function neighbours(arcs: readonly Arc[], nodes: number, leaveOut: number): Step[][] {
	const steps: Step[][] = Array.from({ length: nodes }, () => []);
	arcs.forEach((arc, index) => {
		if (index === leaveOut || arc.lower === arc.upper) return;
		steps[arc.from]?.push({ to: arc.to, arc: index, sign: 1 });
		steps[arc.to]?.push({ to: arc.from, arc: index, sign: -1 });
	});
	return steps;
}

const noise = 1e-9;

function shortest(
	steps: readonly Step[][],
	source: number,
	sink: number,
	room: (step: Step) => number
): Step[] | null {
	const came = new Map<number, { before: number; step: Step }>();
	const queue = [source];
	for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
		for (const step of steps[at] ?? []) {
			if (step.to === source || came.has(step.to) || room(step) <= noise) continue;
			came.set(step.to, { before: at, step });
			if (step.to === sink) return trace(came, source, sink);
			queue.push(step.to);
		}
	}
	return null;
}

export function trace(
	came: ReadonlyMap<number, { before: number; step: Step }>,
	source: number,
	sink: number
): Step[] {
	const path: Step[] = [];
	for (let at = sink; at !== source;) {
		const last = came.get(at);
		if (last === undefined) throw new RangeError('The path is broken.');
		path.unshift(last.step);
		at = last.before;
	}
	return path;
}
