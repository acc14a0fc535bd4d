import type { Readable } from 'node:stream';

/** Something an interpreter says beside what the code printed: `plot`, `frame`, `error`, `answer`, `spoilt`, `end`. */
export type Mark = { readonly word: string; readonly rest: string };

export type Heard = {
	readonly text: string;
	readonly cut: boolean;
	readonly marks: readonly Mark[];
};

/** Longest mark (a plot as hex) and longest text of one cell that are kept, in characters. */
const longestMark = 8 * 1024 * 1024;
const longestText = 256 * 1024;
const mostMarks = 200;

/**
 * Reads one stream of an interpreter, cell by cell. A line that begins with a record separator and the
 * cell's secret is a mark; everything else is what the code printed, of which the beginning is kept.
 */
export type Listener = {
	/** What is said until the mark `end` of this secret, which is new for every cell. */
	readonly hear: (token: string) => Promise<Heard>;
	/** What has been said of a cell that will not end. */
	readonly soFar: () => Heard;
};

export function listener(stream: Readable): Listener {
	let token = '';
	let line = '';
	let text = '';
	let cut = false;
	let marks: Mark[] = [];
	let done: ((heard: Heard) => void) | null = null;
	const heard = (): Heard => ({ text, cut, marks });

	const keep = (words: string) => {
		if (token === '') return; // nobody asked
		if (text.length + words.length > longestText) cut = true;
		text += words.slice(0, Math.max(0, longestText - text.length));
	};
	const take = (whole: string) => {
		const begin = `\x1e${token} `;
		if (token === '' || !whole.startsWith(begin)) {
			keep(`${whole}\n`);
			return;
		}
		const [, word = '', rest = ''] = /^(\w+) ?(.*)$/s.exec(whole.slice(begin.length)) ?? [];
		// each mark brings a line end of its own before it
		if (text.endsWith('\n')) text = text.slice(0, -1);
		if (word !== 'end') {
			if (marks.length < mostMarks) marks.push({ word, rest });
			return;
		}
		const told = heard();
		token = '';
		done?.(told);
	};
	stream.setEncoding('utf8');
	stream.on('error', () => undefined);
	stream.on('data', (chunk: string) => {
		let from = 0;
		for (;;) {
			const to = chunk.indexOf('\n', from);
			const part = chunk.slice(from, to < 0 ? undefined : to);
			const room =
				(line.startsWith('\x1e') || line === '' ? longestMark : longestText) - line.length;
			if (part.length > room) cut = true;
			line += part.slice(0, Math.max(0, room));
			if (to < 0) return;
			take(line);
			line = '';
			from = to + 1;
		}
	});
	return {
		hear: (secret) => {
			[token, text, cut, marks] = [secret, '', false, []];
			return new Promise((told) => {
				done = told;
			});
		},
		soFar: () => {
			keep(line);
			const told = heard();
			[token, line] = ['', ''];
			return told;
		}
	};
}
