import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { format } from '#domain/outputs/release/manifest.ts';
import { sha256 } from '#platform/digest.server.ts';
import { keyIdOf, signatureHolds } from '#platform/signing.server.ts';
import { BadCommand, refuse } from './given.ts';
import { keyOf, read, signatureOf } from './signed-files.ts';

export const help = `aldgate release verify --manifest FILE --signature FILE --key FILE [FILE…] [--json]

Verifies that a release was signed with a key, and that files are those it names, byte for byte.

  --manifest FILE   manifest.json, as it was downloaded: its very bytes were signed
  --signature FILE  manifest.sig: 64 bytes, or the same in base64
  --key FILE        the public key in PEM, from the page /keys of the service that signed
  FILE…             released files to compare with the manifest, by their SHA-256
  --json            the whole answer as JSON
  --help            this text

Whether a release was revoked since is on its page and in the register, not in its manifest.

Exit codes: 0 verified · 1 not verified · 2 bad input, said in one line · 3 could not run`;

const ManifestSchema = v.looseObject({
	format: v.literal(format),
	release: v.string(),
	title: v.string(),
	key: v.string(),
	files: v.array(v.looseObject({ name: v.string(), sha256: v.string() }))
});

type Checked = {
	readonly path: string;
	readonly sha256: string;
	/** The name in the manifest; null when the release holds no such bytes. */
	readonly released: string | null;
};

/** `npx aldgate release verify`: resolves to the exit code. */
export function run(argv: string[]): Promise<number> {
	return Promise.resolve(verified(argv));
}

function verified(argv: readonly string[]): number {
	try {
		const { json, paths, manifest, signature, key } = givenOf(argv);
		const bytes = read(manifest);
		const said = manifestOf(manifest, bytes);
		const publicKey = keyOf(key);
		const signed = signatureHolds(bytes, signatureOf(signature), publicKey);
		const files = paths.map((path): Checked => {
			const hash = sha256(read(path));
			const released = said.files.find((file) => file.sha256 === hash)?.name ?? null;
			return { path, sha256: hash, released };
		});
		const ok = signed && files.every(({ released }) => released !== null);
		const { release, title } = said;
		const answer = {
			verified: ok,
			signature: signed,
			release,
			title,
			key: keyIdOf(publicKey),
			files
		};
		process.stdout.write(json ? `${JSON.stringify(answer, null, '\t')}\n` : readable(answer));
		return ok ? 0 : 1;
	} catch (error) {
		return refuse('release', error);
	}
}

function givenOf(argv: readonly string[]) {
	const [verb, ...rest] = argv;
	if (verb !== 'verify')
		throw new BadCommand('Say what to do: npx aldgate release verify; see --help.');
	const text = { type: 'string' } as const;
	let parsed;
	try {
		parsed = parseArgs({
			args: rest,
			allowPositionals: true,
			options: {
				manifest: text,
				signature: text,
				key: text,
				json: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		const why = error instanceof Error ? error.message.split('. ')[0] : '';
		throw new BadCommand(`${why ?? ''}; see npx aldgate release --help.`);
	}
	const { values, positionals } = parsed;
	const needed = (name: 'manifest' | 'signature' | 'key'): string => {
		const value = values[name];
		if (value === undefined) throw new BadCommand(`--${name} is missing; name its file.`);
		return value;
	};
	return {
		json: values.json,
		paths: positionals,
		manifest: needed('manifest'),
		signature: needed('signature'),
		key: needed('key')
	};
}

function manifestOf(path: string, bytes: Buffer): v.InferOutput<typeof ManifestSchema> {
	let json: unknown;
	try {
		json = JSON.parse(bytes.toString('utf8'));
	} catch {
		throw new BadCommand(`${path}: this is not JSON; download the manifest again.`);
	}
	const parsed = v.safeParse(ManifestSchema, json);
	if (!parsed.success)
		throw new BadCommand(
			`${path}: this is not the manifest of a release (${format}); download it again.`
		);
	return parsed.output;
}

type Answer = {
	readonly verified: boolean;
	readonly signature: boolean;
	readonly release: string;
	readonly title: string;
	readonly key: string;
	readonly files: readonly Checked[];
};

const readable = ({ verified: ok, signature, release, title, key, files }: Answer): string =>
	[
		`${title} (release ${release})`,
		signature
			? `The signature holds with key ${key}.`
			: `The signature does not hold with key ${key}: this manifest was not signed with it, or was changed.`,
		...files.map(({ path, released }) =>
			released === null
				? `${path}: not in this release.`
				: `${path}: released${released === basename(path) ? '' : ` as ${released}`}.`
		),
		'',
		ok ? 'Verified.' : 'Not verified.',
		''
	].join('\n');
