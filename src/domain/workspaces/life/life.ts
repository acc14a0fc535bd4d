import type { MoveName as ProjectMove } from '#domain/projects/project.ts';
import type { MoveName } from '../workspace.ts';

/** What a person does to a workspace with a reason and nothing else. */
export const changes = [
	'workspace.make-read-only',
	'workspace.suspend',
	'workspace.resume'
] as const satisfies readonly MoveName[];
export type Change = (typeof changes)[number];

/** The project goes the same way as its workspace; withdrawn data leave the project as it is. */
export const projectMoves = {
	'workspace.make-read-only': 'project.make-read-only',
	'workspace.suspend': 'project.suspend',
	'workspace.resume': 'project.resume',
	'workspace.archive': 'project.begin-closing',
	'workspace.revive': 'project.revive',
	'workspace.destroy': 'project.close'
} as const satisfies Partial<Record<MoveName, ProjectMove>>;
export type WithProject = keyof typeof projectMoves;

/** On what ground data are withdrawn before the agreed end (domain.md, Controllers). */
export const grounds = ['controller', 'condition', 'person', 'incident'] as const;
export type Ground = (typeof grounds)[number];

/** As people read it. */
export const groundNames = {
	controller: 'A controller withdrew its data',
	condition: 'A condition of the approval requires it',
	person: 'A person exercised a right over their data',
	incident: 'Something went wrong with these data'
} as const satisfies Record<Ground, string>;

/** Days before the end on which people are told, the farthest first. */
export const thresholds = [60, 30, 7] as const;
export type Threshold = (typeof thresholds)[number];

/**
 * What to tell somebody so many days before the end: the nearest threshold that is reached. Those
 * before it are passed over: after a clock that jumped nobody is told three things at once.
 * Null when the end is far or over.
 */
export function reached(days: number): { tell: Threshold; passed: Threshold[] } | null {
	if (days < 0) return null;
	const now = thresholds.filter((threshold) => days <= threshold);
	const tell = now.at(-1);
	return tell === undefined ? null : { tell, passed: now.slice(0, -1) };
}
