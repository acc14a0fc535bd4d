import { proseFindings } from '#domain/disclosure/files/prose.ts';
import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import type { SaxesTagNS } from 'saxes';
import { attributes, elements, properties, reaches, sheetOf, styleOf } from './drawing-allowed.ts';
import { refused, type Given, type Judged } from './judged.ts';
import { needsData } from './table.ts';
import { BadXml, escaped, readXml } from './xml.ts';

/** What was left out of a drawing, by how bad it is. */
type Left = {
	readonly active: Set<string>;
	readonly outside: Set<string>;
	readonly other: Set<string>;
};

const svg = 'http://www.w3.org/2000/svg';
const xlink = 'http://www.w3.org/1999/xlink';
const runs = /^(script|foreignobject|iframe|object|embed|handler|listener|animate\w*|set)$/i;
const loads = /^(image|feimage|a|audio|video|link|import|font-face-uri)$/i;
const markTags = /^(circle|ellipse|use|rect)$/;

/** More marks than a plot of groups has: each may be a person. */
const manyMarks = 200;

/** A drawing is read and written again from a list of what may be in it; all else is left out and said. */
export function judgeDrawing(given: Given, text: string, before: readonly Finding[]): Judged {
	const left: Left = { active: new Set(), outside: new Set(), other: new Set() };
	try {
		const { clean, words, names, marks } = written(text, left);
		const findings = [
			...before,
			...leftFindings(left),
			...proseFindings(words, 'text', given.policy).map((found) => ({
				...found,
				where: 'the words of the drawing'
			})),
			...ofNames(names, given.policy),
			...(marks > manyMarks ? [markFinding(marks)] : []),
			needsData
		];
		return {
			...{ kind: 'drawing', format: 'an SVG drawing', findings, tables: [] },
			media: 'image/svg+xml',
			clean: new TextEncoder().encode(clean),
			ending: '.svg'
		};
	} catch (error) {
		if (!(error instanceof BadXml)) throw error;
		const found = fail('xml', 'the file', error.message, 'Save the drawing again, as plain SVG.');
		return refused('drawing', 'an SVG drawing', [...before, ...leftFindings(left), found]);
	}
}

const markFinding = (marks: number): Finding =>
	review(
		'marks',
		'the file',
		`The drawing has ${marks.toLocaleString('en-GB')} marks, and each may be a person.`,
		'Draw groups instead: bins, bars or lines.'
	);

type Written = {
	readonly clean: string;
	readonly words: string;
	/** Identifiers and classes: not seen, and kept. */
	readonly names: readonly string[];
	readonly marks: number;
};

/** Names of elements may say whom a mark stands for. */
const ofNames = (names: readonly string[], policy: Given['policy']): Finding[] =>
	proseFindings(names.join('\n'), 'text', policy)
		.filter(({ rule, level }) => level === 'fail' && rule !== 'pasted-rows' && rule !== 'threshold')
		.map((found) => ({ ...found, where: 'the names of its elements' }));

function written(text: string, left: Left): Written {
	const out: string[] = [];
	const names: string[] = [];
	const words: string[] = [];
	let [skipped, marks, styles] = [0, 0, null as string | null];
	readXml(text, {
		open: (tag) => {
			if (skipped > 0 || (tag.uri !== svg && tag.uri !== '') || !elements.has(tag.local)) {
				if (skipped++ === 0 || runs.test(tag.local)) noted(tag, left);
				return;
			}
			if (markTags.test(tag.local)) marks++;
			for (const { local, value } of Object.values(tag.attributes))
				if (local === 'id' || local === 'class') names.push(value.replaceAll('_', ' '));
			out.push(
				`<${tag.local}${out.length === 0 ? ` xmlns="${svg}" xmlns:xlink="${xlink}"` : ''}${attributesOf(tag, left)}>`
			);
			if (tag.local === 'style') styles = '';
		},
		close: (tag) => {
			if (skipped > 0) {
				skipped--;
				return;
			}
			if (styles !== null) {
				const { kept, left: some } = sheetOf(styles);
				if (some) left.other.add('styles');
				if (reaches(styles)) left.outside.add('a style sheet');
				out.push(escaped(kept));
				styles = null;
			}
			out.push(`</${tag.local}>`);
			if (tag.local !== 'tspan') words.push('\n');
		},
		text: (heard) => {
			if (skipped > 0 || out.length === 0) return;
			if (styles !== null) styles += heard;
			else {
				out.push(escaped(heard));
				words.push(heard);
			}
		},
		comment: () => left.other.add('comments'),
		instruction: () => left.other.add('processing instructions')
	});
	if (out.length === 0) throw new BadXml('The drawing is empty.');
	return { clean: `${out.join('')}\n`, words: words.join(''), names, marks };
}

function noted(tag: SaxesTagNS, left: Left): void {
	const name = tag.local.slice(0, 40);
	if (runs.test(name)) left.active.add(name);
	else if (loads.test(name)) left.outside.add(name);
	else left.other.add(name);
	for (const { local } of Object.values(tag.attributes))
		if (/^on/i.test(local)) left.active.add(local.slice(0, 40));
}

function attributesOf(tag: SaxesTagNS, left: Left): string {
	return Object.values(tag.attributes)
		.map(({ local, prefix, uri, value }) => {
			if (prefix === 'xmlns' || local === 'xmlns') return '';
			if (/^on/i.test(local)) left.active.add(local.slice(0, 40));
			else if (local === 'href' && (uri === '' || uri === xlink)) {
				if (/^#[\w.:-]+$/.test(value)) return ` xlink:href="${escaped(value)}"`;
				left.outside.add('href');
			} else if (prefix === 'xml' && local === 'space')
				return ` xml:space="${value === 'preserve' ? 'preserve' : 'default'}"`;
			else if (uri === '' && local === 'style') {
				const { kept, left: some } = styleOf(value);
				if (reaches(value)) left.outside.add('style');
				else if (some) left.other.add('styles');
				return kept === '' ? '' : ` style="${escaped(kept)}"`;
			} else if (uri === '' && (attributes.has(local) || properties.has(local))) {
				if (!reaches(value)) return ` ${local}="${escaped(value)}"`;
				left.outside.add(local);
			} else left.other.add(local.slice(0, 40));
			return '';
		})
		.join('');
}

function leftFindings({ active, outside, other }: Left): Finding[] {
	const list = (names: Set<string>): string => [...names].slice(0, 15).join(', ');
	const found: Finding[] = [];
	if (active.size > 0)
		found.push(
			fail(
				'script',
				'the file',
				`The drawing holds what a browser runs (${list(active)}); it is left out.`,
				'Save the drawing without script or interaction.'
			)
		);
	if (outside.size > 0)
		found.push(
			fail(
				'outside',
				'the file',
				`The drawing embeds or links to something outside itself (${list(outside)}); it is left out.`,
				'Save the drawing with nothing embedded or linked.'
			)
		);
	if (other.size > 0)
		found.push(
			review(
				'metadata',
				'the file',
				`The drawing carries what is not drawn (${list(other)}); it is left out.`,
				'The drawing is written again without it; nothing to do.'
			)
		);
	return found;
}
