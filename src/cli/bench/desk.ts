import { signedIn } from '../journey/people.ts';
import { heading, Unexpected, type Page, type Values, type Visitor } from '../journey/visitor.ts';
import { baseline } from './pages.ts';

/** How long the server takes for the desk of a large table, and for the lightest page. */
export type DeskTime = {
	/** Where the request is. */
	readonly path: string;
	readonly rows: number;
	readonly columns: number;
	readonly flags: number;
	readonly bytes: number;
	/** Medians in milliseconds, one request after the other. */
	readonly empty: number;
	readonly desk: number;
	readonly ratio: number;
};

/** Visits by year of birth and day of the month: 40 rows and 30 columns at least, many small. */
export const largeTable = {
	title: 'Visits by year of birth and day of the month',
	sql: `select p.birth_year as born, day(v.visit_start_date) as day, count(*) as visits
from visit_occurrence v join person p on p.person_id = v.person_id
where p.birth_year between 1946 and 1985
group by 1, 2
order by 1, 2`
};

/**
 * Has Amara send the large table as it is and a checker open it again and again. The demonstration
 * keeps the request. @throws Error when a page does not answer 200, or the table came out small.
 */
export async function measureDesk(url: string, requests: number): Promise<DeskTime> {
	const path = await sent(await signedIn(url, 'amara'));
	const carlos = await signedIn(url, 'carlos');
	const page = await carlos.open(path);
	const lines = page.html.querySelectorAll('table[role=grid] tbody tr');
	const columns = lines[0]?.querySelectorAll('td').length ?? 0;
	if (lines.length < 40 || columns < 30)
		throw new Error(`the table is ${String(lines.length)} × ${String(columns)}, not 40 × 30`);
	const { bytes } = await carlos.fetch(path);
	for (let warm = 0; warm < Math.min(20, requests); warm++)
		await Promise.all([carlos.fetch(path), carlos.fetch(baseline)]);
	const times: Record<'desk' | 'empty', number[]> = { desk: [], empty: [] };
	for (let count = 0; count < requests; count++) {
		times.empty.push(await time(carlos, baseline));
		times.desk.push(await time(carlos, path));
	}
	const [desk, empty] = [median(times.desk), median(times.empty)];
	return {
		path,
		rows: lines.length,
		columns,
		flags: page.html.querySelectorAll('td[data-flag]').length,
		bytes: bytes.length,
		empty,
		desk,
		ratio: desk / empty
	};
}

/** A request with the large table, flags and all, with the checkers; gives its address. */
async function sent(amara: Visitor): Promise<string> {
	const start = await amara.open('/outputs/new');
	const workspace = start.html
		.querySelectorAll('form#sql select[name=workspace] option')
		.map((option) => option.getAttribute('value') ?? '')
		.find((value) => value !== '');
	if (workspace === undefined) throw new Unexpected('Amara has no workspace to ask from.');
	const draft = await amara.send(start, 'sql', { ...largeTable, workspace });
	const asItIs = await amara.send(draft, 'As it is');
	const done = await amara.send(asItIs, 'Submit to the checkers', words(asItIs));
	if (heading(done) !== largeTable.title) throw new Unexpected('The large table was not sent.');
	return done.url.pathname;
}

/** What the form asks for, in a few words each. */
const words = (page: Page): Values => ({
	purpose: 'To measure the desk.',
	description: 'Visits of the study by year of birth and day of the month.',
	...Object.fromEntries(
		page.html
			.querySelectorAll('form#words [name^="description-"]')
			.map((field) => [field.getAttribute('name') ?? '', 'Visits by year of birth and day.'])
	)
});

async function time(who: Visitor, path: string): Promise<number> {
	const began = performance.now();
	const { status } = await who.fetch(path);
	if (status !== 200) throw new Error(`${path} answered ${String(status)} instead of 200`);
	return performance.now() - began;
}

const median = (times: readonly number[]): number =>
	times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? 0;
