import * as v from 'valibot';
import * as fields from '#platform/fields.ts';

const once = v.pipe(v.string(), v.minLength(8, 'Load this page again'), v.maxLength(100));
const person = v.pipe(v.string(), v.uuid('Choose somebody'));

export const Terms = v.object({
	agree: fields.mustTick('Tick that you accept these terms'),
	version: fields.version()
});

export const Added = v.object({ person, once });
export const Removed = v.object({ person, once });
