import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { digest } from '#platform/digest.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Library } from '../clauses.ts';

/** A version of the clause library as its record holds it. @throws Error when it was changed. */
export async function libraryOf(tx: Tx, version: number): Promise<Library> {
	const [row] = await tx<{ content: Json; sha256: string }[]>`
		select content, sha256 from clause_library where version = ${version}
	`;
	if (!row) throw new Error(`There is no clause library version ${String(version)}.`);
	if (digest(row.content) !== row.sha256)
		throw new Error(`Clause library version ${String(version)} is not what its hash says.`);
	const stored = row.content as unknown as Omit<Library, 'effectiveFrom'> & {
		effectiveFrom: string;
	};
	return { ...stored, effectiveFrom: Temporal.PlainDate.from(stored.effectiveFrom) };
}

/** The newest version of the clause library in force on a day. */
export async function currentLibrary(tx: Tx, day: Temporal.PlainDate): Promise<Library> {
	const [row] = await tx<{ version: number }[]>`
		select version from clause_library where effective_from <= ${day} order by version desc limit 1
	`;
	if (!row) throw new Problem(409, 'No standard terms are in force on this day.');
	return libraryOf(tx, row.version);
}
