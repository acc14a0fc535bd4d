import { chmodSync, chownSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Who a socket's file belongs to: the user inside, and nobody else can connect. */
type Owner = { readonly uid: number; readonly root: boolean };

const listen = (server: Server, on: string | { host: string; port: number }): Promise<void> =>
	new Promise((done, failed) => {
		server.once('error', failed);
		server.listen(on, done);
	});

function joined(one: Socket, other: Socket): void {
	one.pipe(other);
	other.pipe(one);
	for (const [socket, peer] of [
		[one, other],
		[other, one]
	] as const) {
		socket.on('error', () => peer.destroy());
		socket.on('close', () => peer.destroy());
	}
}

function belongs(path: string, { uid, root }: Owner): void {
	chmodSync(path, 0o600);
	if (root) chownSync(path, uid, uid);
}

/** A way out of the sandbox that leads to one address, the hub's API. */
export async function wayOut(
	path: string,
	to: { readonly host: string; readonly port: number },
	owner: Owner
): Promise<void> {
	await listen(
		createServer((inner) => {
			inner.on('error', () => undefined);
			joined(inner, connect(to));
		}),
		path
	);
	belongs(path, owner);
}

/**
 * A way in: the sandbox leaves connections on the socket `path`, and each connection to the address is
 * joined to one of them when its first bytes have come.
 */
export async function wayIn(
	path: string,
	at: { readonly host: string; readonly port: number },
	owner: Owner
): Promise<void> {
	const spare: Socket[] = [];
	const callers: ((inner: Socket) => void)[] = [];
	await listen(
		createServer((inner) => {
			inner.on('error', () => undefined);
			const caller = callers.shift();
			if (caller) {
				caller(inner);
				return;
			}
			spare.push(inner);
			inner.once('close', () => {
				const place = spare.indexOf(inner);
				if (place >= 0) spare.splice(place, 1);
			});
		}),
		path
	);
	belongs(path, owner);
	await listen(
		createServer((outer) => {
			outer.on('error', () => undefined);
			outer.once('data', (first: Buffer) => {
				outer.pause();
				const meet = (inner: Socket) => {
					inner.write(first);
					joined(outer, inner);
				};
				const waiting = spare.shift();
				if (waiting) meet(waiting);
				else callers.push(meet);
			});
		}),
		at
	);
}
