import { clearDueApprovals } from '#domain/applications/controllers-clear.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';
import { quoted } from './agreements.ts';
import * as applications from './applications.ts';
import type { Study } from './studies/study.ts';

/** What the demonstration's projects are made with. */
export type Setting = Omit<Services, 'settings'> & {
	readonly ownerUrl: string;
	readonly say: (line: string) => void;
	readonly now: () => Temporal.Instant;
};

/** Approved, with the price that its lead made. */
export async function approvedWithQuote(sql: Services['sql'], study: Study, at: Temporal.Instant) {
	const quote = await quoted({ sql, study, at });
	const id = await applications.decided(sql, study, at, undefined, { quote });
	await clearDueApprovals(bind(sql, service.id), service, at);
	return id;
}
