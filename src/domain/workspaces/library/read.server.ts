import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { projectReference } from '#domain/projects/project.ts';
import type { HostLibrary } from '#platform/host-sessions.server.ts';
import type { Bound } from '#platform/db.server.ts';
import type { HostClient } from '#platform/host.server.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { isMember } from '../ingress/store.server.ts';
import * as workspaces from '../store.server.ts';
import { mayAnswer, mayAsk } from './ask.server.ts';
import { languages } from './request.ts';
import * as store from './store.server.ts';

const words: Readonly<Record<string, string>> = {
	'library.ask': 'Asked for',
	'library.agree': 'Agreed to',
	'library.decline': 'Declined',
	'library.withdraw': 'Took back the request for'
};

/** The library as the host's machine has it; null when the host does not answer. */
async function libraryOf(host: Pick<HostClient, 'library'>): Promise<HostLibrary | null> {
	try {
		return await host.library();
	} catch (error) {
		if (error instanceof ServiceError) return null;
		throw error;
	}
}

/**
 * What can be loaded in a session of this workspace, with versions, and what its members asked for.
 * @throws Problem 404.
 */
export async function libraryPage(
	db: Bound,
	who: Actor,
	host: Pick<HostClient, 'library'>,
	id: string
) {
	const told = await db.read(async (tx) => {
		const workspace = await workspaces.find(tx, id);
		const [member, requests, events] = await Promise.all([
			isMember(tx, workspace.projectId, who.id),
			store.list(tx, id),
			timeline(tx, 'workspace', id, 200)
		]);
		return { workspace, member, requests, events };
	});
	const { workspace, member, requests, events } = told;
	const library = await libraryOf(host);
	return {
		id,
		project: { id: workspace.projectId, reference: projectReference(workspace.projectNumber) },
		member,
		asks: mayAsk(who, member).allowed,
		library: library && {
			languages: library.languages.map(({ language, name, version, says, install }) => ({
				...{ language, name, version, says, install },
				packages: library.packages.filter((one) => one.language === language)
			})),
			install: library.install
		},
		requests: requests.map((request) => ({
			...{ id: request.id, package: request.package, purpose: request.purpose },
			language: languages[request.language],
			status: request.status,
			since: request.statusSince.toString(),
			asker: request.asker ?? 'Somebody of the project',
			askedAt: request.askedAt.toString(),
			answerer: request.answer === '' ? null : (request.answerer ?? 'a data manager'),
			answer: request.answer,
			mayAnswer: request.status === 'waiting' && mayAnswer(who, request).allowed,
			mayWithdraw: request.status === 'waiting' && request.askedBy === who.id
		})),
		timeline: events
			.filter(({ action }) => action in words)
			.map(({ at, who: actor, action, detail }) => ({
				at: at.toString(),
				who: actor ?? 'The service',
				what: `${words[action] ?? action} ${text(detail['package'])}`,
				note: text(detail['reason']) || null
			}))
	};
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
