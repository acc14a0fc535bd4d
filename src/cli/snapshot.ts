import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { format } from '#domain/workspaces/gates/manifest.ts';
import { keyIdOf, signatureHolds } from '#platform/signing.server.ts';
import { hashFile } from '#workspaces/deidentify/steps/seal.ts';
import { BadCommand, refuse } from './given.ts';
import { keyOf, read, signatureOf } from './signed-files.ts';

export const help = `aldgate snapshot verify --manifest FILE --signature FILE --key FILE [--snapshot DIR] [--json]

Verifies what a gate let through: that the manifest was signed with a key, and that the files of a
snapshot are those it names, byte for byte.

  --manifest FILE   manifest.json, as the page of the workspace's data gives it
  --signature FILE  manifest.sig: 64 bytes, or the same in base64
  --key FILE        the public key in PEM, from the page /keys of the service that signed
  --snapshot DIR    the snapshot's folder, to compare its files with the manifest
  --json            the whole answer as JSON
  --help            this text

Whether the data were revoked since, or a waiver ended, is on the workspace's page.

Exit codes: 0 verified · 1 not verified · 2 bad input, said in one line · 3 could not run`;

const Manifest = v.looseObject({
	format: v.literal(format),
	snapshot: v.string(),
	project: v.looseObject({ number: v.string(), title: v.string() }),
	files: v.array(v.looseObject({ name: v.string(), sha256: v.string() })),
	waivers: v.array(v.looseObject({ limit: v.string(), until: v.string() })),
	approvals: v.array(v.looseObject({ role: v.string(), at: v.string() })),
	expiresOn: v.string()
});
type Manifest = v.InferOutput<typeof Manifest>;

/** `npx aldgate snapshot verify`: resolves to the exit code. */
export function run(argv: string[]): Promise<number> {
	return Promise.resolve(verified(argv));
}

function verified(argv: readonly string[]): number {
	try {
		const given = givenOf(argv);
		const bytes = read(given.manifest);
		const said = manifestOf(given.manifest, bytes);
		const key = keyOf(given.key);
		const signature = signatureHolds(bytes, signatureOf(given.signature), key);
		const files = given.snapshot === null ? [] : compared(given.snapshot, said);
		const ok = signature && files.every(({ same }) => same);
		const { snapshot, project, waivers, approvals, expiresOn } = said;
		const answer = {
			verified: ok,
			signature,
			key: keyIdOf(key),
			snapshot,
			project,
			approvals,
			waivers,
			expiresOn,
			files
		};
		process.stdout.write(given.json ? `${JSON.stringify(answer, null, '\t')}\n` : readable(answer));
		return ok ? 0 : 1;
	} catch (error) {
		return refuse('snapshot', error);
	}
}

function givenOf(argv: readonly string[]) {
	const [verb, ...rest] = argv;
	if (verb !== 'verify')
		throw new BadCommand('Say what to do: npx aldgate snapshot verify; see --help.');
	const text = { type: 'string' } as const;
	let values;
	try {
		({ values } = parseArgs({
			args: rest,
			options: {
				manifest: text,
				signature: text,
				key: text,
				snapshot: text,
				json: { type: 'boolean', default: false }
			}
		}));
	} catch (error) {
		const why = error instanceof Error ? error.message.split('. ')[0] : '';
		throw new BadCommand(`${why ?? ''}; see npx aldgate snapshot --help.`);
	}
	const needed = (name: 'manifest' | 'signature' | 'key'): string => {
		const value = values[name];
		if (value === undefined) throw new BadCommand(`--${name} is missing; name its file.`);
		return value;
	};
	return {
		json: values.json,
		manifest: needed('manifest'),
		signature: needed('signature'),
		key: needed('key'),
		snapshot: values.snapshot ?? null
	};
}

function manifestOf(path: string, bytes: Buffer): Manifest {
	let json: unknown;
	try {
		json = JSON.parse(bytes.toString('utf8'));
	} catch {
		throw new BadCommand(`${path}: this is not JSON; download the manifest again.`);
	}
	const parsed = v.safeParse(Manifest, json);
	if (!parsed.success)
		throw new BadCommand(
			`${path}: this is not the manifest of a gate (${format}); download it again.`
		);
	return parsed.output;
}

function compared(folder: string, { files }: Manifest) {
	if (!existsSync(folder))
		throw new BadCommand(`${folder}: there is no such folder; check the path.`);
	return files.map(({ name, sha256 }) => {
		const path = join(folder, name);
		return { name, same: existsSync(path) && hashFile(path) === sha256 };
	});
}

type Answer = Pick<Manifest, 'snapshot' | 'project' | 'waivers' | 'approvals' | 'expiresOn'> & {
	readonly verified: boolean;
	readonly signature: boolean;
	readonly key: string;
	readonly files: readonly { readonly name: string; readonly same: boolean }[];
};

const readable = (answer: Answer): string =>
	[
		`Snapshot ${answer.snapshot} of project ${answer.project.number}: ${answer.project.title}`,
		answer.signature
			? `The signature holds with key ${answer.key}.`
			: `The signature does not hold with key ${answer.key}: this manifest was not signed with it, or was changed.`,
		...answer.approvals.map(({ role, at }) => `Approved by a ${role.replace('-', ' ')}, ${at}.`),
		...answer.waivers.map(({ limit, until }) => `Limit set aside until ${until}: ${limit}.`),
		...answer.files.map(({ name, same }) => `${name}: ${same ? 'as signed' : 'NOT as signed'}.`),
		'',
		answer.verified ? 'Verified.' : 'Not verified.',
		''
	].join('\n');
