import * as fields from '#platform/fields.ts';
import * as v from 'valibot';
import { tieKinds } from './tie.ts';

export const Declare = v.object({
	email: fields.email('Enter the e-mail address of the person'),
	kind: fields.choice(tieKinds, 'Say how you are tied')
});
export const End = v.object({
	tie: v.pipe(v.string(), v.uuid('Load this page again and repeat your change'))
});
