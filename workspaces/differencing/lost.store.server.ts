import type { Tx } from '#platform/db.server.ts';

type Named = { readonly release: string; readonly because: string };

/** Notes which releases are lost now; those that are not named, and were, are found again. */
export async function noteLost(tx: Tx, all: readonly Named[], at: Temporal.Instant): Promise<void> {
	for (const { release, because } of all)
		await tx`
			insert into release_lost (release_id, because, noticed_at)
			values (${release}, ${because.slice(0, 500)}, ${at})
			on conflict (release_id) do update
			set because = excluded.because,
			    noticed_at = case when release_lost.restored_at is null then release_lost.noticed_at else excluded.noticed_at end,
			    restored_at = null
			where release_lost.restored_at is not null or release_lost.because <> excluded.because
		`;
	await tx`
		update release_lost
		set restored_at = ${at}
		where restored_at is null and release_id <> all (${all.map(({ release }) => release)}::uuid[])
	`;
}
