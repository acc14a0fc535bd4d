/** Which page of a list an address asks for: `?page=2`. Anything else is the first. */
export function pageOf(url: URL): number {
	const asked = url.searchParams.get('page') ?? '';
	return /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
}
