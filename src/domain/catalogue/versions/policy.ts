import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { holds } from '#domain/people/actor.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { isConfirmed, type Version, type VersionColumn } from './version.ts';

/** Whether somebody may look at versions that are not published. */
export const mayRead = (who: Actor): Verdict =>
	holds(who, ['data-manager', 'privacy-officer', 'auditor'])
		? allowed
		: refused('Only people who look after the data see this.');

const inState = (verdict: Verdict, wanted: boolean, because: string): Verdict =>
	verdict.allowed && !wanted ? refused(because) : verdict;

export const mayConfirm = (who: Actor, { status }: Pick<Version, 'status'>): Verdict =>
	inState(
		may(who, 'dataset.confirm'),
		status === 'draft',
		'Columns are confirmed while the version is a draft.'
	);

/** A version is handed over when every column was confirmed by a person. */
export function mayPropose(
	who: Actor,
	version: Pick<Version, 'status'>,
	columns: readonly VersionColumn[]
): Verdict {
	const verdict = inState(
		may(who, 'dataset.propose'),
		version.status === 'draft',
		'Only a draft is handed over for publishing.'
	);
	if (!verdict.allowed) return verdict;
	const left = columns.filter((column) => !isConfirmed(column)).length;
	if (columns.length === 0) return refused('This version has no columns.');
	return left === 0
		? allowed
		: refused(`${left === 1 ? '1 column is' : `${String(left)} columns are`} not confirmed yet.`);
}

/** Two people: whoever registered, confirmed or proposed a version does not publish it. */
export function mayPublish(
	who: Actor,
	version: Pick<Version, 'status' | 'registeredBy' | 'proposedBy'>,
	columns: readonly VersionColumn[]
): Verdict {
	const verdict = inState(
		may(who, 'dataset.publish'),
		version.status === 'proposed',
		'Only a version that was handed over is published.'
	);
	if (!verdict.allowed) return verdict;
	const involved = [
		version.registeredBy,
		version.proposedBy,
		...columns.map(({ confirmedBy }) => confirmedBy)
	];
	return involved.includes(who.id)
		? refused('You registered or confirmed it: somebody else publishes it.')
		: allowed;
}
