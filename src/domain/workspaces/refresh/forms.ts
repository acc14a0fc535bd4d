import * as v from 'valibot';
import * as fields from '#platform/fields.ts';

const stale = 'Load this page again and repeat this.';
const id = v.pipe(v.string(stale), v.uuid(stale));

export const AskForm = v.object({
	reason: fields.text('Say why new data are needed', 'Reason', 2000),
	once: id
});
export const RefreshForm = v.object({ refresh: id });
export const RefreshApprovalForm = v.object({
	snapshot: v.pipe(v.string(stale), v.regex(/^s[0-9a-f]{24}$/, stale)),
	note: fields.optionalText('Note', 2000),
	/** Places in the report's list of what must have been seen. */
	seen: v.array(v.string())
});
