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

export const JobForm = v.object({ name: v.string(stale), job: id });
