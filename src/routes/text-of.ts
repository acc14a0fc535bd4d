/** One field of a posted form as text; a file or nothing at all is `''`. */
export function textOf(data: FormData, name: string): string {
	const sent = data.get(name);
	return typeof sent === 'string' ? sent : '';
}
