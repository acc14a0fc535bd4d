import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import * as store from './store.server.ts';
import { usageLines } from './usage.ts';

/** For the clock: records what each workspace used in months that are over, once, as lines without a price. */
export async function recordUsage(db: Bound, at: Temporal.Instant): Promise<void> {
	for (const month of await db.read((tx) => store.unbilled(tx, at)))
		await act(db, service, async (tx) => {
			const lines = usageLines(month);
			const added = await store.addLines(tx, month, lines, at);
			return {
				result: undefined,
				event: added
					? {
							action: 'billing.record-usage',
							subject: { kind: 'workspace', id: month.workspaceId },
							organisation: month.organisationId,
							detail: {
								month: month.month.toString(),
								...Object.fromEntries(lines.map(({ item, quantity }) => [item, quantity]))
							},
							at
						}
					: []
			};
		});
}
