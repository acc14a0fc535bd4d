/** Which page of a list an address asks for: `?page=2`. Anything else is the first. */
export function pageOf(url: URL): number {
	const asked = url.searchParams.get('page') ?? '';
	return /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
}

/**
 * The query of an address without what tells SvelteKit which action is meant (`?/save`): a form that
 * sends it along with its action shows the same page again when it is refused.
 */
export const queryOf = (url: URL): string =>
	new URLSearchParams(
		[...url.searchParams].filter(([name]) => !name.startsWith('/') && name !== 'once')
	).toString();

/** An action of this page, with the page's own query behind it. */
export const actionWith = (action: string, query: string): string =>
	`?/${action}${query === '' ? '' : `&${query}`}`;
