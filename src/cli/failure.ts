/** One sentence about what went wrong, never a stack trace. `ALDGATE_DEBUG=1` shows all there is. */
export function describe(error: unknown): string {
	if (process.env['ALDGATE_DEBUG'] === '1' && error instanceof Error)
		return error.stack ?? error.message;
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	const known: Record<string, string> = {
		ECONNREFUSED: 'nothing answers at that address; start it first',
		ENOENT: 'a file or folder that is needed is not there',
		EACCES: 'a file or folder may not be read or written by this user',
		ENOSPC: 'the disk is full',
		EADDRINUSE: 'the address is in use already; stop what uses it or set PORT'
	};
	const first = (error.message === '' ? error.name : error.message).split('\n')[0] ?? '';
	return known[code] === undefined ? first : `${known[code]} (${first})`;
}
