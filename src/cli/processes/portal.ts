import { createServer } from 'node:http';
import { endWithParent } from '#platform/parent.server.ts';
import { headersOf } from '#platform/headers.ts';
import { settings } from '#platform/settings.ts';

/**
 * The portal as a process. SvelteKit's own server would assume https when nobody names the origin,
 * and then every form answers 403; here the protocol follows ALDGATE_ORIGIN, and a request for any
 * other host is refused, so that no link or cookie is ever made for a name that is not ours.
 */
const { origin, host, port } = settings(process.env);
const { protocol, hostname, host: ours, port: ourPort } = new URL(origin);
const protocolHeader = 'x-aldgate-protocol';
process.env['PROTOCOL_HEADER'] = protocolHeader;
// a file as large as the scanner reads, with what is typed beside it
process.env['BODY_SIZE_LIMIT'] ??= '11M';

const same = ['localhost', '127.0.0.1', '[::1]'];
const accepted = new Set([
	ours,
	...(same.includes(hostname) ? same.map((name) => `${name}:${ourPort}`) : [])
]);

type Handler = (request: unknown, response: unknown, next: () => void) => void;
const build = new URL(
	`../../../build/${process.env['ALDGATE_BUILD'] ?? 'portal'}/handler.js`,
	import.meta.url
).href;
const { handler } = (await import(build)) as { handler: Handler };

const server = createServer(
	{ requestTimeout: 60_000, headersTimeout: 15_000 },
	(request, response) => {
		for (const [name, value] of Object.entries(headersOf(protocol)))
			response.setHeader(name, value);
		// readiness and liveness are asked by address, not by name
		const probe = request.url === '/healthz' || request.url === '/readyz';
		if (!probe && !accepted.has(request.headers.host ?? '')) {
			response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
			response.end(`This portal answers as ${origin} only.\n`);
			return;
		}
		request.headers[protocolHeader] = protocol.slice(0, -1);
		handler(request, response, () => {
			response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
			response.end('There is no such page.\n');
		});
	}
);

server.on('error', (error) => {
	process.stderr.write(`aldgate portal: ${error.message}\n`);
	process.exit(1);
});
server.listen(port, host);

endWithParent(
	() =>
		new Promise((resolve) => {
			server.close(() => {
				process.emit('sveltekit:shutdown' as 'disconnect');
				resolve();
			});
			server.closeIdleConnections();
			setTimeout(() => {
				server.closeAllConnections();
			}, 3000).unref();
		})
);
