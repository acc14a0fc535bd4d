import { ServiceError } from '#platform/socket.server.ts';

/** What the host says of its machine; nothing runs while it is away. */
export async function machineOf(host: App.Locals['services']['host']) {
	try {
		const { sandbox, says, install } = await host.health();
		return { sandbox, says, install };
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		return { sandbox: false, says: [error.message], install: null };
	}
}
