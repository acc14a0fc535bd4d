import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { HostClient, Scanned } from '#platform/host.server.ts';
import type { Objects } from '#platform/objects.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { plural } from '#platform/time.ts';
import * as workspaces from '../store.server.ts';
import { isKind, kindNames, plainName } from './ingress.ts';
import { maySend } from './policy.ts';
import * as store from './store.server.ts';

/** What a shared folder holds at most, with what waits for it. */
export const mostFiles = 100;
export const mostBytes = 200_000_000n;

type Tools = { readonly host: Pick<HostClient, 'scan'>; readonly objects: Objects };
type Order = {
	readonly workspace: string;
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly purpose: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Sends a file for the shared folder: the host scans it, only what the scan made of it is kept, and a
 * data manager decides. Answers its id.
 * @throws Problem 403 | 404; 409 in the scanner's words when nothing of it may come in, when its kind
 * may not, when its name is taken, or when the folder is full.
 */
export async function send(tools: Tools, db: Bound, who: Actor, order: Order): Promise<string> {
	const before = await db.read((tx) => judged(tx, who, order.workspace));
	const scan = await scanned(tools, who, before.projectId, order);
	const made = accepted(scan);
	const sha256 = await tools.objects.put(made.clean);
	const name = plainName(scan.cleanName);
	return actOnce(db, who, order.once, async (tx) => {
		const workspace = await judged(tx, who, order.workspace);
		await store.hold(tx, order.workspace);
		const { files, bytes } = await store.held(tx, order.workspace);
		if (files >= mostFiles || bytes + BigInt(made.clean.length) > mostBytes)
			throw new Problem(
				409,
				`The shared folder is full: it holds ${plural(mostFiles, 'file')} and 200 MB at most. Remove a file first.`
			);
		if (await store.taken(tx, order.workspace, name))
			throw new Problem(
				409,
				`There is a file called ${name} already. Remove or take back that one first, or give this one another name.`
			);
		const { workspace: place, purpose, at } = order;
		const id = await store.insert(tx, {
			...{ workspace: place, person: who.id, at, name, purpose, sha256 },
			kind: made.kind,
			media: scan.media.split(';', 1)[0] ?? scan.media,
			bytes: made.clean.length,
			findings: scan.findings
				.filter(({ rule }) => rule !== 'needs-evidence') // a question to what leaves
				.map(({ level, message }) => ({ level, message })),
			preview: previewOf(scan)
		});
		return {
			result: id,
			event: {
				action: 'ingress.send',
				subject: { kind: 'workspace', id: place },
				organisation: workspace.organisationId,
				detail: { file: id, name, kind: made.kind, sha256 },
				at
			}
		};
	});
}

async function judged(tx: Parameters<typeof workspaces.find>[0], who: Actor, id: string) {
	const workspace = await workspaces.find(tx, id);
	const member = await store.isMember(tx, workspace.projectId, who.id);
	insist(maySend(who, member, workspace.projectStatus));
	return workspace;
}

async function scanned({ host }: Tools, who: Actor, project: string, { name, bytes }: Order) {
	try {
		return await host.scan({ name, bytes, person: who.id, project });
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		throw new Problem(
			409,
			'The file could not be scanned just now, because the host does not answer. Nothing was kept: try again in a minute.'
		);
	}
}

/** What may come in of it. @throws Problem 409. */
function accepted({ kind, format, clean, findings }: Scanned) {
	if (!isKind(kind))
		throw new Problem(
			409,
			`This is ${format}, and such files do not come in. What may: ${Object.values(kindNames).join(', ').toLowerCase()}.`
		);
	if (clean !== null && clean.length > 0) return { kind, clean };
	const worst = findings.find(({ level }) => level === 'fail') ?? findings[0];
	throw new Problem(
		409,
		worst === undefined
			? `Nothing of this file may come in (${format}). Send a table as CSV, or plain text.`
			: `${worst.message} ${worst.remedy}`
	);
}

const mostPreview = 4000;

function previewOf({ preview, tables }: Scanned): string {
	const text =
		preview.text ??
		tables
			.slice(0, 3)
			.map(({ rows }) =>
				rows
					.slice(0, 12)
					.map((cells) => cells.join(', '))
					.join('\n')
			)
			.join('\n\n');
	return text.length > mostPreview ? `${text.slice(0, mostPreview)} …` : text;
}
