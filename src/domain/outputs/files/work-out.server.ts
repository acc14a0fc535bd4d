import type { Actor } from '#domain/people/actor.ts';
import { withheld } from '#domain/workspaces/withheld.ts';
import type { Json } from '#platform/canonical.ts';
import { Problem } from '#platform/problems.ts';
import { ServiceError } from '#platform/socket.server.ts';
import type { Services } from '#platform/services.server.ts';
import type { ResearcherTable } from '#domain/disclosure/answer.ts';
import type { SnapshotSpecification } from '#domain/disclosure/specification.ts';
import { inherited, noContext } from './context.ts';
import type { Control, Prepared } from './file.ts';
import { split } from './joining.ts';
import { controlOf, csvBytes, csvOf, measureOf, tame, verdictOn } from './leaving.ts';
import { addsUp, readsTables } from './query.ts';
import { ofQuery } from './scanned.ts';
import { vaultAnswer, type VaultAnswer } from './vault-answer.ts';

export type Tools = Pick<Services, 'host' | 'vault' | 'objects'>;

export type Ask = {
	readonly who: Actor;
	readonly project: string;
	readonly workspace: string;
	/** The request whose pinned policies vault and host read; null of one that is not begun yet. */
	readonly request: string | null;
};

/** The most rows of a result that we do not stand behind ourselves. */
const mostRows = 200;

/**
 * Makes a file of a query. When it is a table that the vault can compute itself, with what stands
 * behind each cell, that table leaves and never the analyst's own figures. Otherwise the query is
 * run again in the sandbox, and its result is scanned and needs evidence (settled.md 15).
 * @throws Problem 409 with what to do when the query gives nothing that may leave.
 */
export async function fromSql(tools: Tools, ask: Ask, sql: string): Promise<Prepared> {
	const parsed = await reached(tools.host.serialise({ person: ask.who.id, sql }));
	if (!parsed.ok) throw new Problem(409, parsed.error.message);
	const answer = vaultAnswer(
		await reached(tools.vault.evidence({ ...held(ask), tree: parsed.tree }))
	);
	return answer.kind === 'table'
		? tableFile(tools, answer, sql, answer.researcher.control)
		: runAgain(tools, ask, { sql, tree: parsed.tree }, answer.reason);
}

/**
 * The same table under another control, or with categories joined, computed afresh by the vault.
 * The table without joins is asked for too, so that both can be shown beside each other.
 */
export async function workedAgain(
	tools: Tools,
	ask: Ask,
	file: { readonly sql: string; readonly specification: SnapshotSpecification },
	control: Control
): Promise<Prepared> {
	const made = await specified(tools, ask, file.specification, control);
	const before = await asAskedFor(tools, ask, file.specification, control);
	return tableFile(tools, made, file.sql, control, before);
}

/** The table before anything was joined or cut in it; undefined where it is as it was asked for. */
export async function asAskedFor(
	tools: Tools,
	ask: Ask,
	specification: SnapshotSpecification,
	control: Control
): Promise<ResearcherTable | undefined> {
	const { bands = [], decimals } = specification;
	if (bands.length === 0 && decimals === undefined) return undefined;
	const plain = split(specification);
	delete plain.decimals;
	return (await specified(tools, ask, plain, control)).researcher;
}

async function specified(
	{ vault }: Tools,
	ask: Ask,
	specification: SnapshotSpecification,
	control: Control
): Promise<Extract<VaultAnswer, { kind: 'table' }>> {
	const asked = { ...held(ask), specification };
	const answer = vaultAnswer(
		await reached(vault.evidence(control === 'none' ? asked : { ...asked, control }))
	);
	if (answer.kind !== 'table') throw new Problem(409, answer.reason);
	return answer;
}

/** A file of a table that the vault computed: its bytes are kept by their hash. */
export async function tableFile(
	{ objects }: Pick<Tools, 'objects'>,
	{ specification, table, researcher }: Extract<VaultAnswer, { kind: 'table' }>,
	sql: string,
	wanted: Control,
	asked?: ResearcherTable
): Promise<Prepared> {
	if (researcher.cells.length > mostCells)
		throw new Problem(
			409,
			`This table has ${researcher.cells.length.toLocaleString('en-GB')} cells, and ${mostCells.toLocaleString('en-GB')} are the most that can be checked. Use fewer or broader groups.`
		);
	const control = controlOf(researcher, wanted);
	const shape = {
		rows: specification.rows,
		columns: specification.columns,
		measure: measureOf(specification)
	};
	const bytes = csvOf(researcher, shape, control);
	return {
		kind: 'table',
		media: csvMedia,
		original: null,
		context: inherited(specification, shape.measure),
		sql,
		specification: specification as unknown as Json,
		control,
		verdict: verdictOn(researcher, control),
		answer: {
			kind: 'table',
			dimensions: { rows: specification.rows, columns: specification.columns },
			measure: shape.measure,
			table: researcher,
			...(asked === undefined ? {} : { asked })
		},
		sha256: await objects.put(bytes),
		bytes: bytes.length,
		evidence: { behind: table.behind } as unknown as Json
	};
}

/** Who asks, and by whose policies: vault and host read these themselves. */
export const held = ({ who, project, request }: Pick<Ask, 'who' | 'project' | 'request'>) => ({
	person: who.id,
	project,
	...(request === null ? {} : { request })
});

const mostCells = 2000;
const csvMedia = 'text/csv';

async function runAgain(
	tools: Tools,
	ask: Ask,
	{ sql, tree }: { readonly sql: string; readonly tree: unknown },
	reason: string
): Promise<Prepared> {
	const { who, workspace } = ask;
	const asked = { person: who.id, workspace, sql, run: crypto.randomUUID() };
	// a file shows its rows on a page too: what the workspace would not show, this does not either
	const ran = withheld(who, await reached(tools.host.run(asked)));
	if (!ran.ok) throw new Problem(409, ran.error.message);
	// the host counts all it does not understand as rows of people; records as they are never leave
	if (ran.people !== null && readsTables(tree) && !addsUp(tree))
		throw new Problem(
			409,
			'This result shows rows of people, and only totals may leave. Use count, sum or avg with group by.'
		);
	if (ran.truncated || ran.rows.length > mostRows)
		throw new Problem(
			409,
			`This result has more than ${String(mostRows)} rows. We cannot stand behind it, so it must be smaller: use broader groups.`
		);
	const lines = ran.rows.map((row) =>
		row.map((value) => tame(value === null ? '' : String(value)))
	);
	const bytes = csvBytes([ran.columns.map(({ name }) => tame(name)), ...lines]);
	const scan = await reached(tools.host.scan({ ...held(ask), name: 'result.csv', bytes }));
	const { answer, verdict } = ofQuery(scan, reason);
	if (answer.findings.some(({ rule }) => rule === 'pseudonym'))
		throw new Problem(
			409,
			'This result holds pseudonyms or record identifiers, which never leave. Leave that column out.'
		);
	return {
		kind: 'table',
		media: csvMedia,
		original: null,
		context: noContext,
		sql,
		specification: null,
		control: 'none',
		verdict,
		answer,
		sha256: await tools.objects.put(bytes),
		bytes: bytes.length,
		evidence: null
	};
}

/** Whoever waits is told in a sentence when the data cannot be reached; nothing typed is lost. */
export async function reached<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		throw new Problem(409, 'The data could not be reached just now. Try again in a minute.');
	}
}
