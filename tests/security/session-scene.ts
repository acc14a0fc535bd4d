import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellAnswer, CellLanguage } from '#platform/host-sessions.server.ts';
import { hostAt } from '#platform/host.server.ts';
import { startHost } from '#workspaces/host/main.ts';
import { absent, packages } from '#workspaces/host/library.ts';
import type { TestDatabase } from '../support/database.ts';
import { setScene } from './host-scene.ts';
import { writeSnapshot } from './sandbox-scene.ts';

/** Why cells of R and Python cannot be tried here: packages that are not installed. */
export const lacking: readonly string[] = absent([...packages.r, ...packages.python]);
if (lacking.length > 0)
	process.stderr.write(
		`skipped: R or Python is not installed; install with: apt-get install -y --no-install-recommends ${lacking.join(' ')}\n`
	);

/** A host with one open workspace, and how its member runs cells. */
export async function sessionScene(db: TestDatabase) {
	const home = mkdtempSync(join(tmpdir(), 'aldgate-session-test-'));
	await writeSnapshot(join(home, 'snapshots', 'one'));
	const people = await setScene(db.owner);
	const host = await startHost({ ALDGATE_HOME: home, DATABASE_URL: db.hostUrl });
	const whose = { person: people.member, workspace: people.workspace };
	// what a portal that was started again has: nothing but the address
	const client = () => hostAt(home).session;
	const cell = (
		language: CellLanguage,
		code: string,
		more: { into?: string; plots?: 'png' | 'svg'; run?: string } = {}
	) => client().run({ ...whose, run: crypto.randomUUID(), language, code, ...more });
	return {
		...{ ...people, whose, home, client, cell },
		library: () => hostAt(home).library(),
		/** A cell that must come to its end: what it printed, its error, its table. */
		ran: async (...asked: Parameters<typeof cell>): Promise<CellAnswer> => {
			const answer = await cell(...asked);
			if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
			return answer;
		},
		close: async () => {
			await host.stop();
			rmSync(home, { recursive: true, force: true });
		}
	};
}
