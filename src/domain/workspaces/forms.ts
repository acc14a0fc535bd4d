import * as v from 'valibot';
import * as fields from '#platform/fields.ts';

const stale = 'Load this page again and repeat this.';
const id = v.pipe(v.string(stale), v.uuid(stale));

/** A query, and the id that makes a form sent twice run once. */
export const RunForm = v.object({
	sql: v.pipe(
		v.string('Enter a query'),
		v.trim(),
		v.nonEmpty('Enter a query, such as: select count(*) from person'),
		v.maxLength(20_000, 'A query must be 20,000 characters or fewer')
	),
	run: id
});

export const StopForm = v.object({ run: id });

export const ApprovalForm = v.object({
	snapshot: v.pipe(v.string(stale), v.regex(/^s[0-9a-f]{24}$/, stale)),
	note: fields.optionalText('Note', 2000),
	/** Places in the report's list of what must have been seen. */
	seen: v.array(v.string())
});

const why = v.pipe(
	v.string('Enter a reason'),
	v.trim(),
	v.nonEmpty('Enter a reason'),
	v.maxLength(2000, 'The reason must be 2,000 characters or fewer')
);

export const WaiverForm = v.object({
	limit: v.pipe(v.string('Choose a limit'), v.regex(/^[a-z-]{3,40}$/, 'Choose a limit')),
	reason: why,
	until: v.pipe(
		v.string('Enter the last day'),
		v.isoDate('Enter the last day'),
		v.transform((day) => Temporal.PlainDate.from(day))
	)
});

export const EndWaiverForm = v.object({ waiver: id });

export const RevokeForm = v.object({
	snapshot: v.pipe(v.string(stale), v.regex(/^s[0-9a-f]{24}$/, stale)),
	reason: why
});

export const JobForm = v.object({ name: v.string(stale), job: id });
