import * as fields from '#platform/fields.ts';
import * as v from 'valibot';
import { largestFile, vocabularies, type Vocabulary } from './code-list.ts';

const file = v.pipe(
	v.file('Choose a CSV file'),
	v.minSize(1, 'The file is empty; choose another one'),
	v.maxSize(largestFile, 'This file is too large: choose one of at most 1 MB')
);
const note = fields.optionalText('What is new', 2000);
const once = v.pipe(v.string(), v.minLength(8, 'Load this page again'), v.maxLength(100));

export const ImportForm = v.object({
	name: fields.text('Enter a name for the list', 'Name', 120),
	vocabulary: fields.choice(
		Object.keys(vocabularies) as Vocabulary[],
		'Choose where the codes come from'
	),
	description: fields.optionalText('Description', 2000),
	file,
	once
});

export const VersionForm = v.object({ file, note, once });
export const DiscardForm = v.object({
	version: v.pipe(v.string('There is no such version'), v.uuid('There is no such version'))
});
