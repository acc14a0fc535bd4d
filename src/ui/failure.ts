/** What a failed page says: a heading, the reason when there is one of our own, and what to do. */
export type Failure = {
	readonly heading: string;
	readonly because?: string;
	readonly next: string;
};

/** SvelteKit's own words, which say nothing to a reader. */
const empty = new Set(['', 'Not Found', 'Internal Error', 'Forbidden', 'Error', 'Conflict']);

/** `message` is the sentence of a Problem; anything else shows the general reason. */
export function failure(status: number, message: string): Failure {
	const because = empty.has(message) || status >= 500 ? {} : { because: message };
	const back = 'Your browser’s Back button returns to what you typed.';
	switch (status) {
		case 401:
		case 403:
			return {
				heading: 'You cannot do that here',
				...because,
				next: 'If you should be able to, sign in as somebody with the right role, or ask the person who runs your project or team to give you one.'
			};
		case 404:
			return {
				heading: 'Page not found',
				...because,
				next: 'It may have moved, it may not be yours to see, or the address may be mistyped. Check the address, or start again from your home page.'
			};
		case 405:
			return {
				heading: 'That cannot be done at this address',
				next: 'Go back to the page you came from and use the buttons there.'
			};
		case 409:
			return {
				heading: 'This has changed since you opened it',
				...because,
				next: `Load the page again to see how it stands now, then repeat what you still want to change. ${back}`
			};
		case 413:
			return {
				heading: 'That is too large to send',
				next: `Choose a smaller file or a shorter text and send it again. ${back}`
			};
		case 429:
			return {
				heading: 'Too many tries',
				...because,
				next: 'Wait a few minutes, then try again.'
			};
		default:
			return status < 500
				? {
						heading: 'That could not be read',
						...because,
						next: `Check what you sent and try again. ${back}`
					}
				: {
						heading: 'Something went wrong on our side',
						next: 'Nothing half-done was kept. Try again in a moment; if it happens again, ask for help with the number below.'
					};
	}
}
