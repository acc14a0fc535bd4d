import * as v from 'valibot';

// What the vault answers, in the shapes that its client insists on.

export const Shown = v.object({ shown: v.string(), count: v.nullable(v.number()) });
export const Count = v.object({
	...Shown.entries,
	usable: v.nullable(Shown),
	steps: v.array(v.object({ key: v.string(), ...Shown.entries })),
	left: v.number()
});
export const Detail = v.record(v.string(), v.unknown());

export const Step = v.object({
	type: v.literal('step'),
	step: v.string(),
	title: v.string(),
	position: v.number(),
	of: v.number(),
	status: v.picklist(['running', 'done', 'failed']),
	detail: Detail,
	message: v.optional(v.string())
});
export const Report = v.looseObject({
	gate: v.looseObject({
		verdict: v.picklist(['open-able', 'shut']),
		reasons: v.array(v.string()),
		acknowledge: v.array(v.string())
	})
});
export const Done = v.object({ type: v.literal('done'), snapshot: v.string(), report: Report });
export const Failed = v.object({
	type: v.literal('failed'),
	error: v.object({ code: v.string(), message: v.string() })
});
export const Said = v.variant('type', [Step, Done, Failed]);
export const Refreshed = v.object({ ...Done.entries, difference: v.unknown() });
export const SaidOfRefresh = v.variant('type', [Step, Refreshed, Failed]);

export const Signed = v.object({
	manifest: v.string(),
	sha256: v.string(),
	signature: v.string(),
	keyId: v.string()
});
export const Certified = v.object({
	certificate: v.string(),
	sha256: v.string(),
	signature: v.string(),
	keyId: v.string()
});
export const RegularTable = v.looseObject({
	kind: v.picklist(['table', 'needs-evidence']),
	snapshot: v.string(),
	answer: v.unknown()
});

export type Counted = v.InferOutput<typeof Count>;
export type ProvisionEvent = v.InferOutput<typeof Step> | v.InferOutput<typeof Done>;
export type RefreshEvent = v.InferOutput<typeof Step> | v.InferOutput<typeof Refreshed>;
export type SnapshotReport = v.InferOutput<typeof Report>;

export const Redacted = v.object({
	file: v.string(),
	cell: v.string(),
	level: v.picklist(['review', 'fail']),
	within: v.boolean()
});
export const ComparedFile = v.object({
	id: v.string(),
	name: v.string(),
	sha256: v.string(),
	compared: v.boolean(),
	because: v.string()
});
export const Compared = v.object({
	files: v.array(ComparedFile),
	/** Releases 1 … through were looked at. */
	through: v.string(),
	/** Only what a researcher may know; checkers read the rest from the database. */
	researcher: v.array(Redacted)
});
export type Compared = v.InferOutput<typeof Compared>;
