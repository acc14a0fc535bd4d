import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';

/**
 * Listens on a unix socket that its group may use, closed to others from its first moment on. A
 * socket left behind by a process that was killed is taken over.
 * @throws Error when somebody answers there already, naming `what`.
 */
export async function listenOn(server: Server, socket: string, what: string): Promise<void> {
	mkdirSync(dirname(socket), { recursive: true });
	if (existsSync(socket) && (await answers(socket)))
		throw new Error(`Another ${what} already listens on ${socket}; stop it first.`);
	rmSync(socket, { force: true });
	const before = process.umask(0o117);
	try {
		await new Promise<void>((ready, failed) => {
			server.once('error', failed);
			server.listen(socket, ready);
		});
	} finally {
		process.umask(before);
	}
	chmodSync(socket, 0o660);
}

const answers = (socket: string): Promise<boolean> =>
	new Promise((told) => {
		const attempt = connect(socket);
		attempt.on('connect', () => {
			attempt.destroy();
			told(true);
		});
		attempt.on('error', () => {
			told(false);
		});
	});
