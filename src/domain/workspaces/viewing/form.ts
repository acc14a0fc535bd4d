import * as v from 'valibot';
import * as fields from '#platform/fields.ts';

const rows = (missing: string) =>
	v.pipe(
		fields.choice(['0', '20', '200'], missing),
		v.transform((chosen) => (chosen === '0' ? 0 : chosen === '20' ? 20 : 200))
	);

export const RowsForm = v.object({
	rows: rows('Choose how many rows a screen shows'),
	before: rows('Load this page again and repeat this.'),
	reason: fields.text('Enter a reason: it stays in the account of the project', 'The reason', 500)
});
