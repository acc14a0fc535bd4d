/**
 * Headers of every answer of the portal, whoever makes it: pages, files, redirects and refusals that
 * come about before any code of ours runs. `protocol` is of the origin, such as `https:`.
 */
export const headersOf = (protocol: string): Readonly<Record<string, string>> => ({
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	// a browser that came once over https never comes back without it
	...(protocol === 'https:' ? { 'strict-transport-security': 'max-age=31536000' } : {})
});
