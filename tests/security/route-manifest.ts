import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src/routes', import.meta.url));

export type Route = {
	/** As in an address, with parameters in brackets: /applications/[id]. */
	readonly path: string;
	readonly signedIn: boolean;
	/** The names of the form actions of its page. */
	readonly actions: readonly string[];
};

/** Every route there is, read off the folders that SvelteKit makes them of. */
export function routes(): Route[] {
	const files = globSync('**/+{page,server,page.server}{.ts,.svelte}', { cwd: root });
	const folders = new Map<string, string[]>();
	for (const file of files) {
		const cut = file.lastIndexOf('/');
		const folder = cut < 0 ? '' : file.slice(0, cut);
		folders.set(folder, [...(folders.get(folder) ?? []), file]);
	}
	return [...folders]
		.map(([folder, own]) => ({
			path: `/${folder.replace(/\([^)]+\)\/?/g, '')}`.replace(/(.)\/$/, '$1'),
			signedIn: folder.startsWith('(signed-in)'),
			actions: own.filter((file) => file.endsWith('+page.server.ts')).flatMap(actionsOf)
		}))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Those written in the page's own file, and those it spreads in from files it imports, and so on. */
function actionsOf(file: string): string[] {
	const text = readFileSync(`${root}/${file}`, 'utf8');
	const [, body = ''] = /^export const actions(?:: Actions)? = \{\n([^]*?)^\}/m.exec(text) ?? [];
	const own = [...body.matchAll(/^\t(?:async )?'?([\w-]+)'?[,:(]/gm)];
	return [...own.map(([, name]) => name ?? ''), ...spreadInto(file, text, body)];
}

/** The actions of `...made(back)` in a body, by the file that `made` is imported from. */
function spreadInto(file: string, text: string, body: string): string[] {
	return [...body.matchAll(/^\t\.\.\.(\w+)\(/gm)].flatMap(([, made = '']) => {
		const from = new RegExp(`import \\{[^}]*\\b${made}\\b[^}]*\\} from '(\\./[^']+)'`).exec(text);
		const beside = `${file.slice(0, file.lastIndexOf('/'))}/${from?.[1]?.slice(2) ?? ''}`;
		const other = readFileSync(`${root}/${beside}`, 'utf8');
		const start = new RegExp(`^export const ${made} = [^\\n]*\\(\\{\\n([^]*?)^\\}\\)`, 'm');
		const [, inner] = start.exec(other) ?? [];
		if (inner === undefined) throw new Error(`cannot read the actions of ${made} in ${beside}`);
		const own = [...inner.matchAll(/^\t'?([\w-]+)'?: (?:async )?\w*\(/gm)];
		return [...own.map(([, name]) => name ?? ''), ...spreadInto(beside, other, inner)];
	});
}

/** The names of every field of every form: as written on pages, and as the schemas read them. */
export function fieldNames(): string[] {
	const names = new Set<string>();
	const collect = (files: readonly string[], pattern: RegExp) => {
		for (const file of files)
			for (const [, name] of readFileSync(`${root}/${file}`, 'utf8').matchAll(pattern))
				if (name !== undefined) names.add(name);
	};
	collect(globSync('**/*.{svelte,ts}', { cwd: root }), /\bname=["']([\w.-]+)["']/g);
	collect(
		[
			...globSync('../domain/**/forms.ts', { cwd: root }),
			...globSync('**/*.ts', { cwd: root })
		].filter((file) => readFileSync(`${root}/${file}`, 'utf8').includes("from 'valibot'")),
		/^\t(\w+): /gm
	);
	return [...names].sort();
}

/** The route that a path of an address belongs to; words before parameters, as SvelteKit has it. */
export function routeOf(address: string, all: readonly Route[]): Route | undefined {
	const parts = address.split('/');
	const fits = all.filter(({ path }) => {
		const pattern = path.split('/');
		return (
			pattern.length === parts.length &&
			pattern.every((part, place) => part.startsWith('[') || part === parts[place])
		);
	});
	return fits.sort((a, b) => a.path.split('[').length - b.path.split('[').length)[0];
}
