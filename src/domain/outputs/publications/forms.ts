import { largestInWords, largestUpload } from '#domain/outputs/files/file.ts';
import * as fields from '#platform/fields.ts';
import * as v from 'valibot';

const uuid = (missing: string) => v.pipe(v.string(missing), v.trim(), v.uuid(missing));
const once = v.pipe(v.string(), v.minLength(8, 'Load this page again'), v.maxLength(100));

export const Start = v.object({
	project: uuid('Choose a project'),
	title: fields.text('Enter the title of the manuscript', 'Title', 300),
	journal: fields.text('Enter where it will appear', 'Journal', 200),
	plannedOn: fields.day('Enter the day it is planned for'),
	once
});
export const AddTable = v.object({
	file: v.pipe(
		v.file('Choose a file with the manuscript’s tables'),
		v.minSize(1, 'The file is empty; choose another one'),
		v.maxSize(largestUpload, `This file is too large: choose one of at most ${largestInWords}`)
	),
	version: fields.version()
});
export const TableOf = v.object({
	table: uuid('There is no such table'),
	version: fields.version()
});
export const Send = v.object({ version: fields.version() });
export const Decide = v.pipe(
	v.object({
		decision: fields.choice(['approve', 'return'], 'Choose your decision'),
		reason: fields.optionalText('Reason', 2000),
		version: fields.version()
	}),
	v.forward(
		v.partialCheck(
			[['decision'], ['reason']],
			({ decision, reason }) => decision === 'approve' || reason !== '',
			'Say what is to be changed before it can be published'
		),
		['reason']
	)
);
export const RequireReview = v.object({
	dataset: fields.text('There is no such dataset', 'Dataset', 100),
	required: fields.choice(['yes', 'no'], 'Choose yes or no')
});
