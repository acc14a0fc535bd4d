/** A piece of a line: words, or words that are strong, stressed or code. */
export type Piece = { readonly as: 'text' | 'strong' | 'em' | 'code'; readonly words: string };
export type Block =
	| { readonly as: 'heading'; readonly level: 1 | 2 | 3; readonly line: readonly Piece[] }
	| { readonly as: 'paragraph'; readonly line: readonly Piece[] }
	| {
			readonly as: 'list';
			readonly ordered: boolean;
			readonly items: readonly (readonly Piece[])[];
	  }
	| { readonly as: 'code'; readonly text: string };

const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g;

function pieces(line: string): Piece[] {
	const found: Piece[] = [];
	let from = 0;
	for (const match of line.matchAll(marks)) {
		const [whole, code, strong, stressed] = match;
		if (match.index > from) found.push({ as: 'text', words: line.slice(from, match.index) });
		if (code !== undefined) found.push({ as: 'code', words: code });
		else if (strong !== undefined) found.push({ as: 'strong', words: strong });
		else if (stressed !== undefined) found.push({ as: 'em', words: stressed });
		from = match.index + whole.length;
	}
	if (from < line.length) found.push({ as: 'text', words: line.slice(from) });
	return found;
}

const heading = /^(#{1,3})\s+(.+)$/;
const bullet = /^\s*[-*]\s+(.+)$/;
const numbered = /^\s*\d{1,4}[.)]\s+(.+)$/;
const fenced = (line: string): boolean => line.startsWith('```');

/** A run of lines from a place on for which `of` gives something, and the place behind it. */
function taken(
	lines: readonly string[],
	from: number,
	of: RegExp
): { items: string[]; to: number } {
	const items: string[] = [];
	let to = from;
	for (; to < lines.length; to++) {
		const item = of.exec(lines[to] ?? '')?.[1];
		if (item === undefined) break;
		items.push(item);
	}
	return { items, to };
}

/**
 * A text cell as blocks: headings (#), lists, code between ``` and `, strong (**) and stressed (*) words;
 * everything else is paragraphs. It gives words and never HTML, links or pictures: a page draws each
 * piece as text, so that nothing a colleague wrote can run or fetch anything.
 */
export function blocksOf(text: string): Block[] {
	const lines = text.split('\n');
	const blocks: Block[] = [];
	let at = 0;
	while (at < lines.length) {
		const line = lines[at] ?? '';
		const headed = heading.exec(line);
		const list = [bullet, numbered].find((one) => one.test(line));
		if (line.trim() === '') at++;
		else if (headed) {
			const level = (headed[1] ?? '').length;
			blocks.push({
				as: 'heading',
				level: level === 1 ? 1 : level === 2 ? 2 : 3,
				line: pieces(headed[2] ?? '')
			});
			at++;
		} else if (fenced(line)) {
			const end = lines.findIndex((one, place) => place > at && fenced(one));
			const to = end < 0 ? lines.length : end;
			blocks.push({ as: 'code', text: lines.slice(at + 1, to).join('\n') });
			at = to + 1;
		} else if (list) {
			const { items, to } = taken(lines, at, list);
			blocks.push({ as: 'list', ordered: list === numbered, items: items.map(pieces) });
			at = to;
		} else {
			const { items, to } = taken(
				lines,
				at,
				/^(?!#{1,3}\s|```|\s*[-*]\s|\s*\d{1,4}[.)]\s)(.*\S.*)$/
			);
			blocks.push({ as: 'paragraph', line: pieces(items.join(' ') || line) });
			at = Math.max(to, at + 1);
		}
	}
	return blocks;
}
