import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

const alive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('aldgate');
	} catch {
		return false;
	}
};

/** One portal a home: two would share a database folder. @throws Error that names the other. */
export function lockHome(home: string): () => void {
	mkdirSync(home, { recursive: true });
	const file = `${home}/started-by`;
	if (existsSync(file)) {
		const pid = Number(readFileSync(file, 'utf8'));
		if (pid !== process.pid && alive(pid))
			throw new Error(
				`Aldgate already runs from ${home} (process ${String(pid)}); stop it first, or set ALDGATE_HOME to another folder.`
			);
	}
	writeFileSync(file, String(process.pid));
	return () => {
		rmSync(file, { force: true });
	};
}

/** Asks before anything is started, so that the answer comes at once. @throws Error that names the port. */
export const portIsFree = (host: string, port: number): Promise<void> =>
	new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', (error: NodeJS.ErrnoException) => {
			reject(
				new Error(
					error.code === 'EADDRINUSE'
						? `port ${String(port)} on ${host} is in use already; stop what uses it, or start with PORT=${String(port + 1)}`
						: `the portal cannot listen on ${host}:${String(port)} (${error.message}); set HOST and PORT`
				)
			);
		});
		probe.listen(port, host, () => {
			probe.close(() => {
				resolve();
			});
		});
	});
