/**
 * What the driver's errors say of a database that is away: connections that ended, were refused or
 * not answered, and Postgres itself saying that it stops, starts or was killed.
 */
const away: ReadonlySet<unknown> = new Set([
	'CONNECTION_CLOSED',
	'CONNECTION_DESTROYED',
	'CONNECTION_ENDED',
	'CONNECT_TIMEOUT',
	'57P01',
	'57P02',
	'57P03'
]);
const refused: ReadonlySet<unknown> = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'ENOENT',
	'ETIMEDOUT'
]);

/** Whether an error says that the database cannot be reached, now or any more. */
export function isDatabaseAway(error: unknown): boolean {
	if (!(error instanceof Error) || !('code' in error)) return isDriverFault(error);
	// a file of ours may be missing too: only a socket's own errors say something of the database
	const syscall = 'syscall' in error ? error.syscall : null;
	const socket = syscall === 'connect' || syscall === 'read' || syscall === 'write';
	const service =
		'address' in error && typeof error.address === 'string' && error.address.endsWith('.sock');
	return away.has(error.code) || (socket && !service && refused.has(error.code));
}

/**
 * The fault of the driver (postgres 3.4.9, its latest) when Postgres goes away under it: it writes, a
 * moment later, to a socket that it has given up. It comes outside any query, so nothing can catch it.
 */
export const isDriverFault = (error: unknown): boolean =>
	error instanceof TypeError &&
	error.message === "Cannot read properties of null (reading 'write')" &&
	/\bat (Immediate\.)?nextWrite \(.*\bpostgres\b.*connection\.js/.test(error.stack ?? '');
