import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capabilities } from '#workspaces/host/capabilities.ts';
import type { Language } from '#workspaces/host/library.ts';
import { openSession } from '#workspaces/host/session/session.ts';
import { writeSnapshot } from './sandbox-scene.ts';

/** A way out that is tried from inside. It held when what was said matches `held`. */
export type Probe = {
	readonly name: string;
	readonly language: Language;
	readonly code: string;
	readonly held: RegExp;
};

export const secret = 'secret-of-the-host';

/** What a cell said: its prints, its error, or how it ended. */
export type Tried = { readonly said: string; readonly ended: string };

/** A session over a snapshot, beside another workspace's, with what an escape would find on the host. */
export async function escapeScene() {
	const found = await capabilities();
	const { machine, runtime } = found;
	if (machine === null || runtime === null) throw new Error(found.capabilities.says.join(' '));
	const folder = mkdtempSync(join(tmpdir(), 'aldgate-escape-'));
	chmodSync(folder, 0o755);
	await writeSnapshot(join(folder, 'mine'));
	await writeSnapshot(join(folder, 'other'));
	writeFileSync(join(folder, 'for-the-host'), secret, { mode: 0o600 });
	process.env['ALDGATE_TEST_SECRET'] = secret;
	const [loopback, abstract] = [await listening(0), await listening('\0aldgate-escape')];
	const session = openSession(machine, runtime, {
		...{ person: 'p', workspace: crypto.randomUUID(), projectId: 'p', snapshotId: 's' },
		...{ snapshot: join(folder, 'mine'), size: 'S', now: () => Temporal.Now.instant() }
	});
	const address = loopback.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const ask = async (language: Language, code: string, into: string | null = null) => {
		const told = await session.run({
			...{ run: crypto.randomUUID(), language, into, plots: 'png', rows: 200 },
			code: code
				.replaceAll('PORT', String(port))
				.replaceAll('FOLDER', folder)
				.replaceAll('HOST_PID', String(process.pid))
		});
		if ('message' in told) return { said: told.message, ended: told.code };
		const marks = told.answer.marks.map(({ word, rest }) => `${word} ${rest}`);
		return { said: [told.answer.text, told.messages, ...marks].join('\n'), ended: told.ended };
	};
	return {
		folder,
		session,
		ask,
		close: () => {
			delete process.env['ALDGATE_TEST_SECRET'];
			session.stop('The test ended.');
			for (const server of [loopback, abstract]) server.close();
			found.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
export type EscapeScene = Awaited<ReturnType<typeof escapeScene>>;

const listening = (place: number | string): Promise<Server> =>
	new Promise((ready) => {
		const server = createServer((socket) => socket.end('reached'));
		const told = () => {
			ready(server);
		};
		if (typeof place === 'number') server.listen(place, '127.0.0.1', told);
		else server.listen(place, told);
	});
