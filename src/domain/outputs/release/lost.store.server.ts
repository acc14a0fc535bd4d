import type { Tx } from '#platform/db.server.ts';

export type LostRelease = {
	readonly id: string;
	readonly title: string;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly organisation: string;
	readonly releasedAt: Temporal.Instant;
	readonly files: readonly string[];
	readonly because: string;
	readonly noticedAt: Temporal.Instant;
};

/** The function answers the service's people alone; anybody else gets none. */
export const lost = (tx: Tx): Promise<LostRelease[]> =>
	tx<LostRelease[]>`
		select id, title, project_number, project_title, organisation, released_at, files, because, noticed_at
		from app.lost_releases()
	`;
