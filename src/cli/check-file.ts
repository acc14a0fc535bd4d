import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { shownName } from '#domain/disclosure/files/names.ts';
import type { Finding, FileKind } from '#domain/disclosure/findings.ts';
import type { Claim } from '#domain/disclosure/masked/claim.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import type { Verdict } from '#domain/disclosure/rules.ts';
import { largestFile } from '#domain/disclosure/scan.ts';
import { sha256 } from '#platform/digest.server.ts';
import { tooLarge, type Scan } from '#workspaces/scan/scan.ts';
import { BadCommand } from './given.ts';

/** One file of the answer (interfaces.md, `check`). `release` says what would leave in its place. */
export type Checked = {
	readonly path: string;
	readonly kind: FileKind;
	readonly verdict: Verdict;
	/** Null of a file that is too large to be read. */
	readonly sha256: string | null;
	readonly findings: readonly Finding[];
	readonly format: string;
	readonly release: Release | null;
};

type Release = {
	readonly name: string;
	readonly sha256: string;
	/** Whether it is the file itself, byte for byte. */
	readonly same: boolean;
};

/** @throws BadCommand when there is no such file, or it is none. */
export async function checkFile(
	scan: Scan,
	path: string,
	policy: Policy,
	claimed: Claim | null
): Promise<Checked> {
	const name = basename(path);
	const bytes = bytesOf(path);
	const found = bytes === null ? tooLarge(name) : await scan({ name, bytes, policy, claimed });
	const digest = bytes === null ? null : sha256(bytes);
	const leaving = found.clean === null ? null : sha256(found.clean);
	return {
		path,
		kind: found.kind,
		verdict: found.verdict,
		sha256: digest,
		findings: found.findings,
		format: found.format,
		release:
			leaving === null ? null : { name: found.cleanName, sha256: leaving, same: leaving === digest }
	};
}

/**
 * The whole file; null when it is too large to be read. A pipe or a device is refused before it is
 * opened: reading one may never end.
 */
function bytesOf(path: string): Buffer | null {
	const shown = shownName(path);
	const found = looked(path);
	if (found === undefined) throw new BadCommand(`${shown}: there is no such file; check the path.`);
	if (!found.isFile()) throw new BadCommand(`${shown}: this is not a file; name a file.`);
	if (found.size > largestFile) return null;
	try {
		return readFileSync(path);
	} catch {
		throw new BadCommand(`${shown}: this file cannot be read; check its permissions.`);
	}
}

function looked(path: string) {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch {
		return undefined;
	}
}
