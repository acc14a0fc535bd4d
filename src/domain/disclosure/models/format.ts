/** What can be read of one line of a model: a term with its estimate and who stands behind it. */
export type Term = {
	readonly term: string;
	/** The variable that the term is a level of; empty when the file does not say. */
	readonly variable: string;
	readonly estimate: number | null;
	readonly stdError: number | null;
	/** People at this level of its variable, and how many of them had the event. */
	readonly levelN: number | null;
	readonly levelEvents: number | null;
};

export const families = ['linear', 'logistic', 'poisson', 'cox'] as const;
export type Family = (typeof families)[number];

/** One model of a file. Null: the file does not say. */
export type Model = {
	readonly name: string;
	readonly family: Family | null;
	readonly n: number | null;
	readonly dfResidual: number | null;
	readonly events: number | null;
	readonly rSquared: number | null;
	/** How many combinations of the variables' values occur: as many parameters are a table of means. */
	readonly cells: number | null;
	readonly terms: readonly Term[];
};

/** Lines of a CSV file, its header first. Lines `# key: value` before the header hold for all models. */
export type Lines = readonly (readonly string[])[];

/** A file's lines by the names of their columns, in small letters with "_" for all other signs. */
export type Sheet = {
	readonly columns: readonly string[];
	readonly said: ReadonlyMap<string, string>;
	readonly records: readonly ReadonlyMap<string, string>[];
};

export const plain = (name: string): string =>
	name
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '_')
		.replaceAll(/^_|_$/g, '');

/** Other names of the same column, as R's broom and other tools write them. */
const aliases: Readonly<Record<string, string>> = {
	coef: 'estimate',
	coefficient: 'estimate',
	beta: 'estimate',
	se: 'std_error',
	std_err: 'std_error',
	standard_error: 'std_error',
	se_coef: 'std_error',
	nobs: 'n',
	n_obs: 'n',
	observations: 'n',
	df_resid: 'df_residual',
	residual_df: 'df_residual',
	df_residuals: 'df_residual',
	nevent: 'events',
	n_events: 'events',
	r2: 'r_squared',
	rsquared: 'r_squared',
	level_n: 'n_level',
	n_group: 'n_level',
	level_events: 'events_level',
	factor: 'variable',
	patterns: 'cells'
};

/** Which line is the header: the first that is no note; -1 when there is none. */
export const headerAt = (lines: Lines): number =>
	lines.findIndex((line) => !(line[0] ?? '').trim().startsWith('#'));

/** Reads a file's lines; quotes and separators are the caller's. */
export function sheetOf(lines: Lines): Sheet {
	const start = headerAt(lines);
	const said = new Map<string, string>();
	for (const line of lines.slice(0, start < 0 ? lines.length : start)) {
		const [, name, value] = /^#\s*([^:=]+)[:=](.*)$/.exec(line.join(',').trim()) ?? [];
		if (name !== undefined && value !== undefined)
			said.set(known(name), value.trim().replace(/,+$/, ''));
	}
	const columns = (start < 0 ? [] : (lines[start] ?? [])).map(known);
	const records = lines
		.slice(start < 0 ? lines.length : start + 1)
		.map((line) => new Map(columns.map((column, index) => [column, (line[index] ?? '').trim()])));
	return { columns, said, records };
}

const known = (name: string): string => aliases[plain(name)] ?? plain(name);

/** A number as a file writes it; null for none, NaN for what is not one. */
export function figure(text: string | undefined): number | null {
	if (text === undefined || /^(|na|n\/a|null|none|-)$/i.test(text)) return null;
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** The models of a file that has a column `term` and a column `estimate`; null when it has not. */
export function modelsOf({ columns, said, records }: Sheet): Model[] | null {
	if (!columns.includes('term') || !columns.includes('estimate')) return null;
	const named = new Map<string, ReadonlyMap<string, string>[]>();
	for (const record of records) {
		const name = record.get('model') ?? said.get('model') ?? '';
		named.set(name, [...(named.get(name) ?? []), record]);
	}
	return [...named].map(([name, lines]) => {
		const one = (column: string): string | undefined =>
			lines.map((line) => line.get(column) ?? '').find((text) => text !== '') ?? said.get(column);
		return {
			name,
			family: familyOf(one('family')),
			n: figure(one('n')),
			dfResidual: figure(one('df_residual')),
			events: figure(one('events')),
			rSquared: figure(one('r_squared')),
			cells: figure(one('cells')),
			terms: lines.map(termOf)
		};
	});
}

const termOf = (line: ReadonlyMap<string, string>): Term => ({
	term: line.get('term') ?? '',
	variable: line.get('variable') ?? '',
	estimate: figure(line.get('estimate')),
	stdError: figure(line.get('std_error')),
	levelN: figure(line.get('n_level')),
	levelEvents: figure(line.get('events_level'))
});

function familyOf(text: string | undefined): Family | null {
	const word = plain(text ?? '');
	const also: Readonly<Record<string, Family>> = {
		gaussian: 'linear',
		ols: 'linear',
		lm: 'linear',
		logit: 'logistic',
		binomial: 'logistic',
		coxph: 'cox'
	};
	return families.find((family) => family === word) ?? also[word] ?? null;
}

/** How tools name the term that is there for everybody. */
export const intercept = /^\(?(intercept|const|_cons|constant)\)?$/i;

/** Terms that were estimated: a reference level is written without an estimate. */
export const parameters = (model: Model): number =>
	model.terms.filter(({ estimate }) => estimate !== null).length;
