import { londonDay } from '#platform/time.ts';
import type { Spent, Standing } from './access.ts';
import type { Table } from './judge.ts';
import { rowBudget } from './limits.ts';
import type { Host, Refused } from './perform.ts';
import type { Value } from './protocol.ts';

/** Books rows of people for the person who asked. */
export function payFor(
	{ access, now }: Pick<Host, 'access' | 'now'>,
	{ person, workspace }: { readonly person: string; readonly workspace: string },
	{ projectId }: Pick<Standing, 'projectId'>,
	rows: number,
	seen: readonly string[]
): Promise<Spent> {
	const at = now();
	const day = londonDay(at);
	return access.spend({ person, projectId, workspace, at, day, rows, seen, budget: rowBudget });
}

/** Pseudonyms of the people whose rows are shown, where a column holds them. */
export function seenIn(
	{ columns }: Pick<Table, 'columns'>,
	rows: readonly (readonly Value[])[]
): string[] {
	const at = columns.findIndex(
		({ name, type }) => name.toLowerCase() === 'person_id' && type === 'UUID'
	);
	return at < 0 ? [] : rows.map((row) => String(row[at]));
}

/** An answer whose rows are withheld; none when it was only an error's words. */
export function over({ shownToday, tooMany }: Spent, rows: number): Refused {
	const number = (value: number) => value.toLocaleString('en-GB');
	const remedy = 'Count or average instead: aggregates are not limited.';
	const said =
		tooMany !== null
			? `The code ran, and what it shows is withheld: you would have seen ${number(tooMany)} different people of this project, which is more than anybody may. Write to the service if your work needs more.`
			: rows === 0
				? `The query failed, and its error is withheld because today's ${number(rowBudget)} rows of people are used up.`
				: `The query ran, and its ${number(rows)} rows are withheld: you have seen ${number(shownToday)} of today's ${number(rowBudget)} rows of people in this project.`;
	return { ok: false, error: { code: 'budget', message: `${said} ${remedy}` } };
}
