import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { PolicySchema, usualPolicy, type Policy } from '#domain/disclosure/policy.ts';

/** Bad input of a command: one line that says where, what is wrong and what to do. */
export class BadCommand extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'BadCommand';
	}
}

/** Reads a file of JSON against its schema. Throws BadCommand with file, place and what to do. */
export function readAs<const S extends v.GenericSchema>(file: string, schema: S): v.InferOutput<S> {
	const parsed = v.safeParse(schema, readJson(file));
	if (parsed.success) return parsed.output;
	const [issue] = parsed.issues;
	const place = v.getDotPath(issue);
	throw new BadCommand(`${file}: ${place === null ? 'it' : `“${place}”`} ${wrong(issue)}.`);
}

function readJson(file: string): unknown {
	let text;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new BadCommand(`${file}: this file cannot be read; check its name and permissions.`);
	}
	try {
		return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
	} catch {
		throw new BadCommand(`${file}: this is not JSON; correct the file.`);
	}
}

/** What is wrong with a value, in our own words where the library has none of ours. */
function wrong(issue: v.BaseIssue<unknown>): string {
	if (issue.type !== 'strict_object') {
		const ours = /^(should|needs|has|uses) /.test(issue.message);
		return ours ? issue.message : 'is not of the right kind; see the reference';
	}
	if (issue.received === 'undefined') return 'is missing; add it';
	if (issue.expected === 'never') return 'is not a key that we know; check its spelling';
	return 'should be an object in braces';
}

export const readPolicy = (file: string | undefined): Policy =>
	file === undefined ? usualPolicy : readAs(file, PolicySchema);

/** A key of 32 bytes, as they are or as 64 hexadecimal digits. */
export function readKey(file: string): Buffer {
	let bytes;
	try {
		bytes = readFileSync(file);
	} catch {
		throw new BadCommand(`${file}: this key cannot be read; give a file of 32 random bytes.`);
	}
	const hex = bytes.toString('latin1').trim();
	if (bytes.length === 32) return bytes;
	if (/^[0-9a-f]{64}$/i.test(hex)) return Buffer.from(hex, 'hex');
	throw new BadCommand(`${file}: this key has ${bytes.length} bytes; give 32 random bytes.`);
}

/** Writes the one line of bad input, or of a fault, and answers its exit code. */
export function refuse(command: string, error: unknown): number {
	const known = error instanceof BadCommand;
	const message = known
		? error.message
		: `The command could not run (${error instanceof Error ? error.message : String(error)}).`;
	process.stderr.write(`aldgate ${command}: ${message.replaceAll(/\s+/g, ' ')}\n`);
	return known ? 2 : 3;
}
