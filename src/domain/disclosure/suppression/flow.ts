import { cheapest, shortest, type Step } from './paths.ts';
import type { Network } from './network.ts';
import { alwaysHidden, room, type Moves, type Point, type System } from './system.ts';

const noise = 1e-9;

/**
 * Attacks on a network: a cell rises when what it gains can flow back from its far end to its near
 * end through what is hidden. Exact, and quick enough for tables of many thousand cells.
 */
export function flows(system: System, network: Network): Moves {
	const hidden = new Set(alwaysHidden(system));
	const rooms = system.cells.map((cell, index) => room(cell, hidden.has(index)));
	const set = (index: number, hide: boolean): void => {
		const cell = system.cells[index];
		if (cell === undefined) return;
		if (hide) hidden.add(index);
		else hidden.delete(index);
		rooms[index] = room(cell, hide);
	};
	/** What is left of a cell's room, in a step's direction, after what has moved already. */
	const left = (point: Point, step: Step, among = rooms): number => {
		const moved = point.get(step.cell) ?? 0;
		const { up, down } = among[step.cell] ?? { up: 0, down: 0 };
		return step.sign > 0 ? up - moved : down + moved;
	};
	const rise: Moves['rise'] = (cell, level, frozen) => {
		if ((rooms[cell]?.up ?? 0) < level - noise) return null;
		const point = new Map<number, number>();
		const stays = (step: Step): number => (frozen.has(step.cell) ? 0 : left(point, step));
		const full = push(point, cell, level, stays, (from, to) =>
			shortest(network, { from, to, without: cell }, (step) => stays(step) > noise)
		);
		return full ? point : null;
	};
	/** Moves `level` around through the cell, path by path, and writes it down in `point`. */
	const push = (
		point: Map<number, number>,
		cell: number,
		level: number,
		stays: (step: Step) => number,
		find: (from: number, to: number, wanted: number) => readonly Step[] | null
	): boolean => {
		const [from, to] = [network.to[cell] ?? 0, network.from[cell] ?? 0];
		let wanted = level;
		while (wanted > noise * level && from !== to) {
			const path = find(from, to, wanted);
			if (path === null) return false;
			const amount = Math.min(wanted, ...path.map(stays));
			for (const { cell: step, sign } of path)
				point.set(step, (point.get(step) ?? 0) + sign * amount);
			wanted -= amount;
		}
		for (const [index, by] of point) if (Math.abs(by) <= noise * level) point.delete(index);
		point.set(cell, level);
		return true;
	};
	const open: Moves['open'] = (cell, level, frozen) => {
		const every = system.cells.map((one, index) =>
			room(one, one.fate === 'free' || hidden.has(index))
		);
		const point = new Map<number, number>();
		const stays = (step: Step): number => (frozen.has(step.cell) ? 0 : left(point, step, every));
		const price = (index: number): number =>
			hidden.has(index) || point.has(index) ? 0.001 : (system.cells[index]?.price ?? Infinity);
		const full = push(point, cell, level, stays, (from, to, wanted) => {
			const route = { from, to, without: cell };
			return (
				cheapest(network, route, (step) => stays(step) >= wanted, price) ??
				cheapest(network, route, (step) => stays(step) > noise, price)
			);
		});
		if (!full) return null;
		return [...point.keys()].filter(
			(index) => left(new Map(), step(index, point)) < size(index, point)
		);
	};
	return {
		hidden,
		hide: (cell) => {
			set(cell, true);
		},
		show: (cell) => {
			set(cell, false);
		},
		rise,
		open,
		close: () => {}
	};
}

const size = (index: number, point: Point): number => Math.abs(point.get(index) ?? 0) - noise;
const step = (index: number, point: Point): Step => ({
	cell: index,
	sign: (point.get(index) ?? 0) > 0 ? 1 : -1
});
