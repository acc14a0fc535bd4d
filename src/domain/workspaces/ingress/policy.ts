import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';

type File = { readonly sentBy: string };

/** One reviewer decides, and never on a file of their own or of a project that they are a member of. */
export function mayDecide(actor: Actor, file: File, member: boolean): Verdict {
	const role = may(actor, 'ingress.accept');
	if (!role.allowed) return role;
	if (file.sentBy === actor.id)
		return refused('You sent this file, so another data manager decides on it.');
	if (member)
		return refused(
			'You are a member of this project, so another data manager decides on its files.'
		);
	return allowed;
}

/** Only who sent a file takes it back. */
export const mayWithdraw = (actor: Actor, file: File): Verdict =>
	file.sentBy === actor.id ? allowed : refused('Only the person who sent a file can take it back.');

/** Members send files, while the project is at work. */
export function maySend(actor: Actor, member: boolean, projectStatus: string): Verdict {
	if (!member) return refused('Only members of the project send files to its shared folder.');
	if (projectStatus !== 'active')
		return refused(
			`This project is ${projectStatus.replaceAll('_', ' ')}, so no files come into it.`
		);
	return may(actor, 'ingress.send');
}

/** Members and data managers take a file out of the shared folder. */
export const mayRemove = (actor: Actor, member: boolean): Verdict =>
	member || may(actor, 'ingress.accept').allowed
		? allowed
		: refused('Only members of the project and data managers remove a file.');
