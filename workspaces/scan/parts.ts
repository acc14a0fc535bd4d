import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { librariesOf, type Bind } from '#workspaces/host/runtime.ts';
import { heap } from './limits.ts';

/** The project's own folder, whose code the child is. */
const project = resolve(import.meta.dirname, '..', '..');

/** What the child reads of it: code, and packages. Nothing of an installation's data. */
const read = [
	'package.json',
	'node_modules',
	'src/domain/disclosure',
	'src/platform',
	'workspaces/scan'
];

const options = (app: string, native: boolean): string[] => [
	'--no-warnings',
	'--permission',
	...read.map((path) => `--allow-fs-read=${app}/${path}${path.includes('.') ? '' : '/*'}`),
	// the image library is native code; only a file that begins like an image gets it
	...(native ? ['--allow-addons'] : []),
	`--max-old-space-size=${heap}`,
	`${app}/workspaces/scan/child.ts`
];

export type Parts = {
	readonly staged: readonly Bind[];
	readonly open: readonly Bind[];
	readonly environment: Readonly<Record<string, string>>;
	readonly command: (native: boolean) => readonly string[];
};

/** The child in a sandbox, where nothing else of this machine is. @throws when libraries cannot be listed. */
export function sandboxed(): Parts {
	const node = realpathSync(process.execPath);
	const libraries = [...new Set([...librariesOf(node), ...librariesOf(imageLibrary())])].filter(
		(path) => !path.includes('/node_modules/')
	);
	const folders = [...new Set(libraries.map((path) => dirname(path)))];
	return {
		staged: [
			{ from: node, to: '/runtime/node' },
			...read.map((path) => ({ from: realpathSync(join(project, path)), to: `/app/${path}` }))
		],
		open: libraries.map((path) => ({ from: path, to: path })),
		environment: { LD_LIBRARY_PATH: folders.join(':'), HOME: '/tmp', TZ: 'UTC', LANG: 'C.UTF-8' },
		command: (native) => ['/runtime/node', ...options('/app', native)]
	};
}

/** The same child where no sandbox can be made. */
export const unboxed = (native: boolean): readonly string[] => [
	process.execPath,
	...options(realpathSync(project), native)
];

/** The image library's native part. */
function imageLibrary(): string {
	const folder = join(
		project,
		'node_modules/@img',
		`sharp-${process.platform}-${process.arch}`,
		'lib'
	);
	const file = readdirSync(folder).find((name) => name.endsWith('.node'));
	if (file === undefined) throw new Error('The image library is not installed; run npm install.');
	return join(realpathSync(folder), file);
}
