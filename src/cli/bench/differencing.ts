import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { ready } from '#workspaces/differencing/bitmaps.ts';
import { compareAll } from '#workspaces/differencing/compare-all.ts';
import type { Fresh } from '#workspaces/differencing/compare.ts';
import { writeFolder, type StoredTable } from '#workspaces/differencing/folder.ts';
import { builtTable, draw, population, storedTable } from './differencing-population.ts';

/** Milliseconds to compare `fresh` new cells with `released` cells on disk; `found`: differences. */
export type DifferencingTime = {
	readonly released: number;
	readonly fresh: number;
	readonly ms: number;
	readonly found: number;
};

const cellsOfRelease = 1000;
const cellsOfRequest = 1000;

/**
 * New cells of one request against ever more released cells, kept on disk as the vault keeps them.
 * Tables are of two of forty attributes of 100,000 people, over everybody or a part of them.
 */
export async function measureDifferencing(
	sizes: readonly number[],
	progress: (released: number) => void = () => undefined
): Promise<DifferencingTime[]> {
	await ready();
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-bench-'));
	try {
		const values = population();
		const next = draw(31);
		const fresh: Fresh[] = [];
		const requested = draw(97);
		for (let cells = 0; cells < cellsOfRequest;) {
			const built = builtTable(values, requested);
			fresh.push({ file: String(fresh.length), measure: 'people', built });
			cells += built.cells.length;
		}
		const times: DifferencingTime[] = [];
		let [releases, released] = [0, 0];
		for (const size of sizes) {
			for (; released < size; releases += 1) {
				released += release(join(folder, String(releases)), values, next);
				progress(released);
			}
			times.push({ released, ...compare(folder, releases, fresh) });
		}
		for (const { built } of fresh) for (const { set } of built.cells) set.dispose();
		return times;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function release(
	path: string,
	values: readonly Uint8Array[],
	next: (most: number) => number
): number {
	const tables: StoredTable[] = [];
	let cells = 0;
	while (cells < cellsOfRelease) {
		const table = storedTable(values, next);
		tables.push(table);
		cells += table.sketches.count;
	}
	const nothing = { snapshot: '', specification: null, measure: 'people', control: 'none' };
	const described = tables.map(({ sketches: { count } }, at) => ({
		...{ file: String(at), name: String(at), ...nothing, cells: [] },
		parts: Array.from({ length: count }, (_, cell) => String(cell))
	}));
	writeFolder(path, tables, { files: [], tables: described });
	return cells;
}

function compare(folder: string, releases: number, fresh: readonly Fresh[]) {
	const began = performance.now();
	const folders = Array.from({ length: releases }, (_, at) => ({
		id: String(at),
		path: join(folder, String(at))
	}));
	const found = compareAll(
		fresh,
		fresh.map(({ file }) => file),
		folders,
		usualPolicy
	).length;
	const cells = fresh.reduce((all, { built }) => all + built.cells.length, 0);
	return { fresh: cells, ms: performance.now() - began, found };
}
