import { createHash } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	readSync,
	renameSync,
	rmSync,
	writeSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { samples, type Sketches } from '#domain/disclosure/differencing/sketch.ts';
import type { Json } from '#platform/canonical.ts';

const magic = 0x414c_4458;
const format = 1;

export type StoredTable = {
	readonly measure: string;
	readonly sketches: Sketches;
	/** The serialised set of each cell. */
	readonly sets: readonly Uint8Array[];
};

/** Eight bytes that stand for a measure in an index. */
export function measureKey(measure: string): string {
	return createHash('sha256').update(measure).digest('hex').slice(0, 16);
}

function durable(path: string, bytes: readonly Uint8Array[]): void {
	const file = openSync(path, 'wx', 0o600);
	try {
		for (const part of bytes) for (let at = 0; at < part.length;) at += writeSync(file, part, at);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

export function syncFolder(path: string): void {
	const folder = openSync(path, 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}

const raw = (numbers: Uint32Array | Uint8Array): Uint8Array =>
	new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/**
 * Writes tables as a folder that is there whole or not at all, also after a kill: `index.bin` (what
 * is read at every comparison), `sets.bin` (read only where needed), `manifest.json` (the words).
 */
export function writeFolder(folder: string, tables: readonly StoredTable[], manifest: Json): void {
	const temporary = `${folder}.tmp`;
	rmSync(temporary, { recursive: true, force: true });
	mkdirSync(temporary, { recursive: true, mode: 0o700 });
	const head = new Uint32Array(4 + 4 * tables.length);
	head.set([magic, format, tables.length, 0]);
	const index: Uint8Array[] = [raw(head)];
	const sets: Uint8Array[] = [];
	let offset = 0;
	tables.forEach(({ measure, sketches, sets: own }, at) => {
		const key = measureKey(measure);
		const halves = [key.slice(0, 8), key.slice(8)].map((half) => Number.parseInt(half, 16));
		head.set([...halves, sketches.count, 0], 4 + 4 * at);
		const places = new Uint32Array(2 * own.length);
		own.forEach((bytes, cell) => {
			places.set([offset, bytes.length], 2 * cell);
			offset += bytes.length;
			sets.push(bytes);
		});
		if (offset > 0xffff_ffff) throw new Error('The sets of a release are too large to keep.');
		const { sizes, people, prints, flags, families } = sketches;
		const fill = new Uint8Array((4 - ((2 * sketches.count) % 4)) % 4);
		index.push(...[sizes, people, prints, places, flags, families, fill].map(raw));
	});
	durable(join(temporary, 'index.bin'), index);
	durable(join(temporary, 'sets.bin'), sets);
	durable(join(temporary, 'manifest.json'), [Buffer.from(JSON.stringify(manifest))]);
	syncFolder(temporary);
	rmSync(folder, { recursive: true, force: true });
	renameSync(temporary, folder);
	syncFolder(dirname(folder));
}

export type ReadTable = {
	readonly key: string;
	readonly sketches: Sketches;
	/** The serialised set of a cell. */
	readonly set: (cell: number) => Uint8Array;
};

export type Folder = {
	readonly tables: readonly ReadTable[];
	readonly manifest: () => unknown;
	close(): void;
};

export const holds = (folder: string): boolean => existsSync(join(folder, 'manifest.json'));

/** Looks whether a folder can be opened, without reading its index. @throws a sentence when it cannot. */
export function insistReadable(folder: string): void {
	const head = Buffer.alloc(16);
	try {
		for (const name of ['sets.bin', 'index.bin']) {
			const file = openSync(join(folder, name), 'r');
			try {
				readSync(file, head, 0, head.length, 0);
			} finally {
				closeSync(file);
			}
		}
	} catch {
		throw new Error('What was kept of its people is not there or cannot be read.');
	}
	if (head.readUInt32LE(0) !== magic || head.readUInt32LE(4) !== format)
		throw new Error('What was kept of its people is damaged.');
}

/** Opens a folder: its index at once, sets and words when they are asked for. @throws when damaged. */
export function openFolder(folder: string): Folder {
	const bytes = readFileSync(join(folder, 'index.bin'));
	const whole = new Uint8Array(bytes).buffer;
	const head = new Uint32Array(whole, 0, 4);
	if (head[0] !== magic || head[1] !== format)
		throw new Error(`${folder}: the kept sets of a release cannot be read; restore the backup.`);
	let file: number | null = null;
	let at = 16 + 16 * (head[2] ?? 0);
	const words = (count: number): Uint32Array => {
		at += 4 * count;
		return new Uint32Array(whole, at - 4 * count, count);
	};
	const flags = (count: number): Uint8Array => {
		at += count;
		return new Uint8Array(whole, at - count, count);
	};
	const tables = Array.from({ length: head[2] ?? 0 }, (_, table): ReadTable => {
		const [high = 0, low = 0, count = 0] = new Uint32Array(whole, 16 + 16 * table, 3);
		const sizes = words(count);
		const people = words(count * samples);
		const prints = words(count * 2);
		const places = words(count * 2);
		const sketches = { count, sizes, people, prints, flags: flags(count), families: flags(count) };
		at += (4 - ((2 * count) % 4)) % 4;
		const hex = (half: number): string => half.toString(16).padStart(8, '0');
		return {
			key: hex(high) + hex(low),
			sketches,
			set(cell) {
				file ??= openSync(join(folder, 'sets.bin'), 'r');
				const set = new Uint8Array(places[2 * cell + 1] ?? 0);
				readSync(file, set, 0, set.length, places[2 * cell] ?? 0);
				return set;
			}
		};
	});
	return {
		tables,
		manifest: () => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as unknown,
		close() {
			if (file !== null) closeSync(file);
			file = null;
		}
	};
}
