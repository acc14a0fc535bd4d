const here = 'http://here.invalid';

/**
 * Where to go after signing in: only ever a path of ours, because an address from outside must not
 * choose where people land. Browsers drop tabs and line ends and turn backslashes round, so the
 * parser that they use decides, not how the text looks.
 */
export function destination(to: string | null): string {
	if (!to?.startsWith('/') || !URL.canParse(to, here)) return '/home';
	const { origin, pathname, search } = new URL(to, here);
	const ours = origin === here && !pathname.startsWith('//') && !pathname.startsWith('/sign-');
	return ours ? `${pathname}${search}` : '/home';
}
