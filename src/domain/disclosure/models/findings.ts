import { fail, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import { plain, sheetOf, type Lines } from './format.ts';
import { judgeModel } from './model.ts';
import { judgeRatios } from './odds-ratio.ts';
import { judgeSurvival } from './survival.ts';

/** Columns that hold a figure of each person in the model: what R and others call them. */
export const ofPeople =
	/^((std|student(ized|ised)?|deviance|pearson|martingale|schoenfeld|raw)_)?(resid(ual)?s?)$|^(fitted(_values?)?|hat(_values?)?|leverage|cooks?_?d(istance)?|dfbetas?(_.*)?|dffits|rstudent|linear_predictors?)$/;

/**
 * What a checker should know of a CSV file that holds the results of a model: `header` its first line,
 * `rows` the others. Null when it has no such shape, and is judged as a table. Shapes: README.md.
 */
export function modelFindings(
	header: readonly string[],
	rows: Lines,
	policy: Policy
): Finding[] | null {
	const lines = [header, ...rows];
	const columns = sheetOf(lines).columns.filter((column) => ofPeople.test(plain(column)));
	const people = columns.map((column) =>
		fail(
			'row-data',
			`column ${column}`,
			'Residuals, fitted values and leverage are one figure for each person.',
			'Leave this column out; publish a summary of it over groups instead.'
		)
	);
	const found =
		judgeSurvival(lines, policy)?.findings ??
		judgeRatios(lines, policy) ??
		judgeModel(lines, policy);
	if (found === null) return people.length > 0 ? people : null;
	return [...people, ...found];
}
