/**
 * Ends this process when the one that started it is gone (kill −9 included), and on the usual
 * signals. `close` puts things away first; it gets five seconds.
 */
export function endWithParent(close: () => Promise<void>): void {
	let ending = false;
	const end = () => {
		if (ending) return;
		ending = true;
		setTimeout(() => process.exit(1), 5000).unref();
		close().then(
			() => process.exit(0),
			() => process.exit(1)
		);
	};
	if (process.channel) {
		process.on('disconnect', end);
		process.channel.unref();
	}
	// it went while this process was still loading: nobody will say so again
	if (process.send !== undefined && !process.connected) end();
	process.on('SIGTERM', end);
	process.on('SIGINT', end);
}
