import type { Json } from '#platform/canonical.ts';
import { Problem } from '#platform/problems.ts';
import * as v from 'valibot';

/** A refresh: the next cut of a workspace's data, made and judged beside the one in use. */
export const statuses = ['making', 'gate', 'opened', 'dropped'] as const;
export type Status = (typeof statuses)[number];

/** As people read it. */
export const statusNames = {
	making: 'being made',
	gate: 'waiting at the gate',
	opened: 'in use',
	dropped: 'dropped'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/** Every way a refresh can change status. The workspace works on with its own cut until it is opened. */
export const moves = {
	'refresh.step': { from: ['making'], to: 'gate' },
	'gate.approve': { from: ['gate'], to: 'opened' },
	'refresh.retry': { from: ['making', 'gate'], to: 'making' },
	'refresh.drop': { from: ['making', 'gate'], to: 'dropped' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status))
		throw new Problem(409, `These new data are ${statusNames[status]}.`);
	return move.to;
}

export type Refresh = {
	readonly id: string;
	readonly workspaceId: string;
	readonly reason: string;
	readonly base: string;
	readonly cutOn: Temporal.PlainDate;
	readonly status: Status;
	readonly snapshotId: string | null;
	readonly contents: Json;
	readonly difference: Json;
	readonly askedAt: Temporal.Instant;
	readonly statusSince: Temporal.Instant;
};

/** A number that may be shown: rounded to 5, and "fewer than 10" below that. */
const Shown = v.object({ shown: v.string(), count: v.nullable(v.number()) });
const Change = v.nullable(v.picklist(['added', 'removed', 'changed']));
const Cut = v.object({
	snapshot: v.string(),
	at: v.string(),
	source: v.object({ version: v.string(), asOf: v.string() })
});
const Difference = v.object({
	before: Cut,
	after: Cut,
	persons: v.nullable(v.object({ before: Shown, after: Shown, added: Shown, removed: Shown })),
	tables: v.array(
		v.object({
			name: v.string(),
			change: Change,
			rows: v.object({ before: Shown, after: Shown }),
			columns: v.array(
				v.object({ name: v.string(), change: Change, newlyEmpty: v.nullable(Shown) })
			)
		})
	)
});

/** How two cuts differ, as the vault says it: no count in it is exact or small. */
export type Difference = v.InferOutput<typeof Difference>;

/** Reads what the vault said; null before it said anything. */
export function differenceOf(stored: Json): Difference | null {
	const parsed = v.safeParse(Difference, stored);
	return parsed.success ? parsed.output : null;
}
