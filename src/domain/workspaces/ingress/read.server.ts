import { noteRead } from '#domain/audit/act.server.ts';
import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Objects } from '#platform/objects.server.ts';
import { insist } from '#platform/problems.ts';
import { projectReference } from '#domain/projects/project.ts';
import * as workspaces from '../store.server.ts';
import { kindNames } from './ingress.ts';
import { mayDecide, mayRemove, maySend, mayWithdraw } from './policy.ts';
import * as store from './store.server.ts';

const words: Readonly<Record<string, string>> = {
	'ingress.send': 'Sent',
	'ingress.accept': 'Let in',
	'ingress.refuse': 'Refused',
	'ingress.withdraw': 'Took back',
	'ingress.remove': 'Removed'
};

const size = (bytes: bigint): string =>
	bytes < 1000n
		? `${String(bytes)} bytes`
		: bytes < 1_000_000n
			? `${String(Math.round(Number(bytes) / 1000))} kB`
			: `${(Number(bytes) / 1_000_000).toFixed(1)} MB`;

/** The shared folder of a project and what waits to come into it, for one reader. @throws Problem 404. */
export function folderPage(db: Bound, who: Actor, id: string) {
	return db.read(async (tx) => {
		const workspace = await workspaces.find(tx, id);
		const [member, files, events] = await Promise.all([
			store.isMember(tx, workspace.projectId, who.id),
			store.list(tx, id),
			timeline(tx, 'workspace', id, 200)
		]);
		const send = maySend(who, member, workspace.projectStatus);
		const reviewer = may(who, 'ingress.accept').allowed;
		const shown = files.map((file) => {
			const decide = mayDecide(who, file, member);
			const waits = file.status === 'waiting';
			return {
				...{ id: file.id, name: file.name, status: file.status, purpose: file.purpose },
				kind: kindNames[file.kind],
				...{ size: size(file.bytes), sha256: file.sha256, reason: file.reason },
				...{ findings: file.findings, preview: waits ? file.preview : '' },
				since: file.statusSince.toString(),
				sender: file.sender ?? 'Somebody of the project',
				sentAt: file.sentAt.toString(),
				// members of a project may not know the service's people by name
				decider: file.decidedAt === null ? null : (file.decider ?? 'A data manager'),
				mayDecide: waits && decide.allowed,
				because: waits && reviewer && !decide.allowed ? decide.because : null,
				mayWithdraw: waits && mayWithdraw(who, file).allowed,
				mayRemove: file.status === 'accepted' && mayRemove(who, member).allowed,
				mayRead: waits && (reviewer || file.sentBy === who.id)
			};
		});
		return {
			id,
			project: {
				id: workspace.projectId,
				reference: projectReference(workspace.projectNumber),
				title: workspace.projectTitle
			},
			member,
			sends: send.allowed,
			because: send.allowed || !member ? null : send.because,
			waiting: shown.filter(({ status }) => status === 'waiting'),
			folder: shown.filter(({ status }) => status === 'accepted'),
			past: shown.filter(({ status }) => status !== 'waiting' && status !== 'accepted'),
			timeline: events
				.filter(({ action }) => action in words)
				.map(({ at, who: actor, action, detail }) => ({
					at: at.toString(),
					who: actor ?? 'The service',
					what: `${words[action] ?? action} ${text(detail['name'])}`,
					note: text(detail['reason']) || null
				}))
		};
	});
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The bytes of a file that waits, for its reviewer and for who sent it; the read is noted. Files of the
 * folder are read in a session and nowhere else. @throws Problem 403 | 404.
 */
export async function readFile(
	objects: Objects,
	db: Bound,
	who: Actor,
	asked: { readonly workspace: string; readonly file: string; readonly at: Temporal.Instant }
) {
	const file = await db.read((tx) => store.find(tx, asked.workspace, asked.file));
	if (file.sentBy !== who.id || file.status !== 'waiting') insist(may(who, 'ingress.accept'));
	await noteRead(db, {
		at: asked.at,
		person: who.id,
		subject: { kind: 'workspace', id: asked.workspace },
		what: `file sent in: ${file.name}`
	});
	return { name: file.name, bytes: await objects.get(file.sha256) };
}
