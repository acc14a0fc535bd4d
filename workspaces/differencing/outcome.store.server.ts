import type { Tx } from '#platform/db.server.ts';
import type { Described, Outcome } from './asking.ts';

/** Says what a release counts; what is said already stays. */
export async function describe(
	tx: Tx,
	release: string,
	tables: readonly Described[],
	at: Temporal.Instant
): Promise<void> {
	for (const table of tables) {
		await tx`
			insert into released_table (
				release_id, file_id, name, snapshot_id, specification, measure, control, recorded_at
			)
			values (
				${release}, ${table.file}, ${table.name}, ${table.snapshot},
				${JSON.stringify(table.specification)}::text::jsonb, ${table.measure}, ${table.control}, ${at}
			)
			on conflict do nothing
		`;
		const cells = table.cells.map(({ labels, statistic, value }, position) => ({
			position,
			labels,
			statistic,
			value,
			suppressed: value === null
		}));
		await tx`
			insert into released_cell (
				release_id, file_id, position, labels, statistic, value, suppressed
			)
			select ${release}, ${table.file}, position, labels, statistic, value, suppressed
			from jsonb_to_recordset(${JSON.stringify(cells)}::text::jsonb) as cell (
				position int, labels jsonb, statistic text, value text, suppressed boolean
			)
			on conflict do nothing
		`;
	}
}

/** What a comparison found, and that it was made. */
export async function keep(tx: Tx, outcome: Outcome): Promise<void> {
	const { request, person, snapshot, files: compared, through, differences, at } = outcome;
	const having = (level: string) => differences.filter((one) => one.level === level).length;
	const [row] = await tx<{ id: string }[]>`
		insert into output_comparison (
			request_id, person_id, snapshot_id, files, through, fails, reviews, at
		)
		values (
			${request}, ${person}, ${snapshot}, ${JSON.stringify(compared)}::text::jsonb, ${through},
			${having('fail')}, ${having('review')}, ${at}
		)
		returning id
	`;
	if (!row) throw new Error('The comparison was not stored.');
	const comparison = row.id;
	for (const [position, one] of differences.entries()) {
		await tx`
			insert into output_difference (comparison_id, position, file_id, cell, level, within)
			values (${comparison}, ${position}, ${one.file}, ${one.cell}, ${one.level}, ${one.within})
		`;
		await tx`
			insert into output_difference_source (
				comparison_id, position, kind, size_class, release_id, file, cells
			)
			values (
				${comparison}, ${position}, ${one.kind}, ${one.sizeClass}, ${one.release}, ${one.otherFile},
				${one.otherCells}
			)
		`;
	}
	await tx`
		insert into read_log (at, person_id, subject_kind, subject_id, what)
		values (${at}, ${person}, 'output', ${request}, ${`compared with releases 1 to ${String(through)}`})
	`;
}
