import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where frames lie in the sandbox: a folder each, seen by every language of the session. */
export const framesFolder = '/frames';

/**
 * How a column lies in its file: little-endian numbers; `key` are texts of 36 letters, each with a
 * unit separator (31) behind it; `text` are numbers of the texts in a second file. A third one, when it is there,
 * holds a byte a row: 0 where there is no value.
 */
export const kinds = ['int', 'long', 'double', 'bool', 'date', 'time', 'key', 'text'] as const;
export type Kind = (typeof kinds)[number];

export type FrameColumn = {
	readonly name: string;
	readonly kind: Kind;
	/** How many texts a column of texts has. */
	readonly levels: number;
};
export type Frame = {
	readonly name: string;
	readonly rows: number;
	readonly columns: readonly FrameColumn[];
};

/** Bytes a row takes in a column's file. */
export const width = {
	int: 4,
	long: 8,
	double: 8,
	bool: 1,
	date: 4,
	time: 8,
	key: 37,
	text: 4
} as const satisfies Record<Kind, number>;

export const frameName = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

/** A frame's description, a file of lines: rows, then `kind levels name` for each column. */
export const described = ({ rows, columns }: Frame): string =>
	[
		String(rows),
		...columns.map(({ kind, levels, name }) => `${kind} ${String(levels)} ${name}`),
		''
	]
		.map((line) => line.replaceAll('\n', ' '))
		.join('\n');

/** Reads a description that R or Python wrote. @throws Error when it is not one. */
export function describedBy(name: string, text: string): Frame {
	const [rows = '', ...lines] = text.split('\n').filter((line) => line !== '');
	const columns = lines.map((line): FrameColumn => {
		const [, kind, levels, label] = /^([a-z]+) (\d{1,9}) (.*)$/s.exec(line) ?? [];
		const known = kinds.find((one) => one === kind);
		if (known === undefined || label === undefined) throw new Error('not a column');
		return { name: label, kind: known, levels: Number(levels) };
	});
	if (!/^\d{1,10}$/.test(rows) || columns.length === 0) throw new Error('not a frame');
	return { name, rows: Number(rows), columns };
}

/**
 * The bytes of a file that another language's code left: never through a link, never a pipe that
 * would wait for a writer, never one that a second name leads to.
 */
export function taken(...path: string[]): Buffer {
	const file = openSync(
		join(...path),
		constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
	);
	try {
		const found = fstatSync(file);
		if (!found.isFile() || found.nlink !== 1) throw new Error('not a plain file');
		return readFileSync(file);
	} finally {
		closeSync(file);
	}
}

/** The same, or null when there is no such file. */
export function takenIfThere(...path: string[]): Buffer | null {
	try {
		return taken(...path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}
