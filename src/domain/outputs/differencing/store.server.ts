import type { ComparedFile, Kind, Level } from '#domain/disclosure/differencing/difference.ts';
import type { Tx } from '#platform/db.server.ts';

export type Comparison = {
	readonly id: string;
	readonly through: bigint;
	readonly fails: number;
	readonly reviews: number;
	readonly files: readonly ComparedFile[];
	readonly at: Temporal.Instant;
};

/** The latest comparison of a request; null when there is none. */
export async function latest(tx: Tx, request: string): Promise<Comparison | null> {
	const [found] = await tx<Comparison[]>`
		select id, through, fails, reviews, files, at
		from output_comparison
		where request_id = ${request}
		order by id desc
		limit 1
	`;
	return found ?? null;
}

/** The place of the latest release of all; 0 before the first. */
export async function releasesThrough(tx: Tx): Promise<bigint> {
	const [row] = await tx<{ through: bigint }[]>`select app.releases_through() as through`;
	return row?.through ?? 0n;
}

/** From here to the transaction's end nobody else releases. */
export async function lockReleases(tx: Tx): Promise<void> {
	await tx`select pg_advisory_xact_lock(hashtextextended('release', 0))`;
}

export type Found = {
	readonly fileId: string;
	readonly cell: string;
	readonly level: Level;
	readonly within: boolean;
	/** Null for who may not know. */
	readonly source: {
		readonly kind: Kind;
		readonly sizeClass: string;
		readonly file: string;
		readonly cells: string;
		readonly releaseId: string | null;
		readonly requestId: string | null;
		readonly title: string | null;
		readonly releasedAt: Temporal.Instant | null;
	} | null;
};

type Row = Omit<Found, 'source'> & {
	readonly kind: Kind | null;
	readonly sizeClass: string | null;
	readonly file: string | null;
	readonly cells: string | null;
	readonly releaseId: string | null;
	readonly releasedRequest: string | null;
	readonly title: string | null;
	readonly releasedAt: Temporal.Instant | null;
};

/** What a comparison found, as far as the reader may know it. */
export async function differences(tx: Tx, comparison: string): Promise<Found[]> {
	const rows = await tx<Row[]>`
		select
			d.file_id, d.cell, d.level, d.within, s.kind, s.size_class, s.file, s.cells, s.release_id,
			q.id as released_request, r.title, r.released_at
		from output_difference d
		left join output_difference_source s on s.comparison_id = d.comparison_id and s.position = d.position
		left join release r on r.id = s.release_id
		left join output_request q on q.id = r.request_id
		where d.comparison_id = ${comparison}
		order by d.position
	`;
	return rows.map(foundOf);
}

const foundOf = ({ fileId, cell, level, within, ...row }: Row): Found => ({
	fileId,
	cell,
	level,
	within,
	source:
		row.kind === null
			? null
			: {
					kind: row.kind,
					sizeClass: row.sizeClass ?? '',
					file: row.file ?? '',
					cells: row.cells ?? '',
					releaseId: row.releaseId,
					requestId: row.releasedRequest,
					title: row.title,
					releasedAt: row.releasedAt
				}
});

/** Files of a draft with a recoverable cell fail; what else they are judged stays. */
export async function failFiles(tx: Tx, request: string, files: readonly string[]): Promise<void> {
	await tx`
		update output_file
		set verdict = 'fail'
		where request_id = ${request} and id in ${tx([...files])} and verdict <> 'fail'
	`;
}

/** The files of a request with a cell that can be worked out, as it was last compared. */
export async function failing(tx: Tx, request: string): Promise<string[]> {
	const last = await latest(tx, request);
	if (last === null || last.fails === 0) return [];
	const found = await differences(tx, last.id);
	return [...new Set(found.filter(({ level }) => level === 'fail').map(({ fileId }) => fileId))];
}
