import { createHash } from 'node:crypto';
import { peopleSeenInAProject } from '#domain/workspaces/budget.ts';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import type { Spending, Spent } from './access.ts';

/** Eight bytes that tell the people of one project apart, and are nobody's outside it. */
const shortened = (project: string, pseudonym: string): Buffer =>
	createHash('sha256').update(`${project} ${pseudonym}`).digest().subarray(0, 8);

/**
 * Books rows of people for somebody: they fit when the day's budget and the number of different people
 * of the whole project allow them. Refused rows are booked nowhere.
 */
export const spend = (sql: Sql, entry: Spending): Promise<Spent> =>
	bind(sql, entry.person).write(async (tx) => {
		const { person, projectId, workspace, day, at, rows, budget } = entry;
		const untold = rows - entry.seen.length;
		// one statement, so that two runs at once cannot both take the last rows of a budget
		const [spent] = await tx<{ rows: bigint }[]>`
			insert into row_view (project_id, person_id, day, rows, untold)
			select ${projectId}, ${person}, ${day}, ${rows}::bigint, ${untold}::bigint
			where ${rows}::bigint <= ${budget}::bigint
			on conflict (project_id, person_id, day) do update
			set rows = row_view.rows + excluded.rows,
				untold = row_view.untold + excluded.untold
			where row_view.rows + excluded.rows <= ${budget}::bigint
			returning rows
		`;
		if (!spent) return { fits: false, shownToday: await shown(tx, entry), tooMany: null };
		const people = await meet(tx, entry);
		if (people > peopleSeenInAProject) {
			await raise(tx, entry, 'all', people);
			await tx`
				update row_view
				set rows = rows - ${rows}::bigint, untold = untold - ${untold}::bigint
				where project_id = ${projectId} and person_id = ${person} and day = ${day}
			`;
			return { fits: false, shownToday: Number(spent.rows) - rows, tooMany: people };
		}
		if (people > peopleSeenInAProject / 2) await raise(tx, entry, 'half', people);
		const what = `rows of people shown: ${String(rows)}`;
		await tx`
			insert into read_log (at, person_id, subject_kind, subject_id, what)
			values (${at}, ${person}, 'workspace', ${workspace}, ${what})
		`;
		return { fits: true, shownToday: Number(spent.rows), tooMany: null };
	});

async function shown(tx: Tx, { projectId, person, day }: Spending): Promise<number> {
	const [found] = await tx<{ rows: bigint }[]>`
		select rows
		from row_view
		where project_id = ${projectId}
		  and person_id = ${person}
		  and day = ${day}
	`;
	return Number(found?.rows ?? 0n);
}

/** Notes whom the rows show; answers how many different people this person has met in the project. */
async function meet(tx: Tx, { projectId, person, seen }: Spending): Promise<number> {
	if (seen.length > 0) {
		const hashes = [...new Set(seen)].map((one) => shortened(projectId, one));
		await tx`
			insert into person_seen (project_id, person_id, seen)
			select ${projectId}, ${person}, decode(one, 'hex')
			from unnest(${hashes.map((hash) => hash.toString('hex'))}::text[]) one
			on conflict do nothing
		`;
	}
	const [counted] = await tx<{ people: bigint }[]>`
		select
			(select count(*) from person_seen where project_id = ${projectId} and person_id = ${person})
			+ (
				select coalesce(sum(untold), 0)::bigint
				from row_view
				where project_id = ${projectId}
				  and person_id = ${person}
			) as people
	`;
	return Number(counted?.people ?? 0n);
}

async function raise(
	tx: Tx,
	{ projectId, person, at }: Spending,
	level: 'half' | 'all',
	people: number
): Promise<void> {
	await tx`
		insert into viewing_alert (project_id, person_id, level, people, at)
		values (${projectId}, ${person}, ${level}, ${people}, ${at})
		on conflict do nothing
	`;
}
