import type { Policy } from '../policy.ts';
import { modelFindings, ofPeople } from './findings.ts';
import { headerAt, modelsOf, plain, sheetOf, type Lines } from './format.ts';
import { judgeRatios, totals } from './odds-ratio.ts';
import { judgeSurvival, survivalColumns } from './survival.ts';

/** What can be made of a file of results in one click. */
export const modelRemedies = ['pool', 'totals', 'people'] as const;
export type ModelRemedy = (typeof modelRemedies)[number];

/** A remedy in words; nothing in them says more than the file's own findings do. */
export const remedyWords = {
	pool: {
		verb: 'Pool the times',
		does: 'Times are joined until enough people have left, the end is cut off where too few are left, and survival is worked out again.'
	},
	totals: {
		verb: 'Leave the totals out',
		does: 'The ratios stay; the totals that give the four cells away are left out.'
	},
	people: {
		verb: 'Leave the figures of single people out',
		does: 'Residuals, fitted values and the like are left out.'
	}
} as const satisfies Record<ModelRemedy, { verb: string; does: string }>;

export const shapes = ['survival', 'ratios', 'model'] as const;
export type Shape = (typeof shapes)[number];

/** Lines of the file that may be published in its place. */
export type Remade = { readonly remedy: ModelRemedy; readonly rows: Lines };

/** Which of the shapes a file has that the rules for results of models know; null when none. */
export function shapeOf(lines: Lines): Shape | null {
	const sheet = sheetOf(lines);
	if (survivalColumns(sheet.columns) !== null) return 'survival';
	const ratio = ['odds_ratio', 'or', 'risk_ratio', 'rr'].some((one) => sheet.columns.includes(one));
	if (ratio && totals.every((one) => sheet.columns.includes(one))) return 'ratios';
	return modelsOf(sheet) === null ? null : 'model';
}

/** What the scanner says of a file of results beside its findings. */
export type ModelRead = { readonly shape: Shape; readonly remedies: readonly Remade[] };

/** Null when the lines are no results of a model, no survival table and no ratios. */
export function modelRead(lines: Lines, policy: Policy): ModelRead | null {
	const shape = shapeOf(lines);
	return shape === null ? null : { shape, remedies: remediesFor(lines, policy) };
}

/**
 * What would make a file of results pass the rules that it breaks. Only what helps is offered: fewer
 * findings fail in the lines made than in those sent.
 */
export function remediesFor(lines: Lines, policy: Policy): Remade[] {
	const made = [pooled(lines, policy), withoutTotals(lines, policy), withoutPeople(lines)];
	const failing = fails(lines, policy);
	return made.filter((one) => one !== null).filter(({ rows }) => fails(rows, policy) < failing);
}

function fails([header = [], ...rows]: Lines, policy: Policy): number {
	const found = modelFindings(header, rows, policy) ?? [];
	return found.filter(({ level }) => level === 'fail').length;
}

/** The pooled curves under the file's own names of columns; groups with too few people are left out. */
function pooled(lines: Lines, policy: Policy): Remade | null {
	const start = headerAt(lines);
	const header = lines[start] ?? [];
	const { columns } = sheetOf(lines);
	const names = survivalColumns(columns);
	const judged = judgeSurvival(lines, policy);
	if (names === null || judged === null) return null;
	const curves = judged.pooled.filter(({ steps }) => steps.length > 0);
	// a table that contradicts itself cannot be pooled: its figures are not what they are called
	if (curves.length === 0 || judged.findings.some(({ rule }) => rule === 'needs-evidence'))
		return null;
	const called = (name: string | undefined, otherwise: string): string =>
		name === undefined ? otherwise : (header[columns.indexOf(name)] ?? otherwise);
	const rows = curves.flatMap(({ group, steps }) =>
		steps.map(({ time, atRisk, events, censored, survival }) => [
			...(names.group === undefined ? [] : [group]),
			...[time, atRisk, events, censored].map(String),
			...(names.survival === undefined ? [] : [String(Number(survival.toFixed(4)))])
		])
	);
	return {
		remedy: 'pool',
		rows: [
			...lines.slice(0, start),
			[
				...(names.group === undefined ? [] : [called(names.group, 'group')]),
				called(names.time, 'time'),
				called(names.atRisk, 'at_risk'),
				called(names.events, 'events'),
				called(names.censored, 'censored'),
				...(names.survival === undefined ? [] : [called(names.survival, 'survival')])
			],
			...rows
		]
	};
}

function withoutTotals(lines: Lines, policy: Policy): Remade | null {
	const found = judgeRatios(lines, policy);
	if (found === null || found.every(({ rule }) => rule === 'needs-evidence')) return null;
	return { remedy: 'totals', rows: without(lines, (column) => totals.includes(column)) };
}

/** Only where results are left: a file of people is no output without its figures either. */
function withoutPeople(lines: Lines): Remade | null {
	const { columns } = sheetOf(lines);
	if (!columns.some((column) => ofPeople.test(column)) || shapeOf(lines) === null) return null;
	return { remedy: 'people', rows: without(lines, (column) => ofPeople.test(column)) };
}

function without(lines: Lines, gone: (column: string) => boolean): string[][] {
	const start = headerAt(lines);
	const kept = (lines[start] ?? []).map((name) => !gone(plain(name)));
	return lines.map((line, at) =>
		at < start ? [...line] : line.filter((_, column) => kept[column] ?? false)
	);
}
