import * as fields from '#platform/fields.ts';
import * as v from 'valibot';
import { longest } from './files/context.ts';
import { controls, largestInWords, largestUpload } from './files/file.ts';
import { modelRemedies } from '#domain/disclosure/models/remedies.ts';
import { choices } from './review/ballot.ts';

const id = (missing: string) => v.pipe(v.string(missing), v.trim(), v.uuid(missing));
const once = v.pipe(
	v.string(),
	v.minLength(8, 'Load this page again and repeat your change'),
	v.maxLength(100, 'Load this page again and repeat your change')
);
const sql = fields.text('Enter a query', 'The query', 20_000);
const title = fields.text('Enter a title: the public register shows it', 'Title', 200);
const sent = v.pipe(
	v.file('Choose a file'),
	v.minSize(1, 'The file is empty; choose another one'),
	v.maxSize(largestUpload, `This file is too large: choose one of at most ${largestInWords}`)
);
const claim = fields.optionalText('Control applied', longest.claim);

/** Starting a request from the workspace page or from /outputs/new. */
export const FromSql = v.object({
	workspace: id('Choose a workspace'),
	/** A request that is a draft or back for changes, to add the table to; empty: a new one. */
	request: v.union([v.literal(''), v.pipe(v.string(), v.uuid())], 'Choose a request, or a new one'),
	title,
	sql,
	once
});
export const FromFile = v.object({
	workspace: id('Choose a workspace'),
	title,
	file: sent,
	claim,
	once
});

const version = fields.version();

export const AddSql = v.object({
	name: fields.text('Enter a name for the table', 'Name', 80),
	sql,
	version
});
export const AddFile = v.object({ file: sent, claim, supporting: fields.tick(), version });
export const FileOf = v.object({ file: id('There is no such file'), version });
export const ReplaceFile = v.object({ file: id('There is no such file'), bytes: sent, version });
export const SetControl = v.object({
	file: id('There is no such file'),
	control: fields.choice(controls, 'Choose how the table is made safe'),
	version
});
export const ProtectTogether = v.object({ version });

export const SetDecimals = v.object({
	file: id('There is no such file'),
	decimals: v.pipe(
		fields.choice(['4', '3', '2', '1', '0'], 'Choose how many decimals are shown'),
		v.transform(Number)
	),
	version
});

export const Remake = v.object({
	file: id('There is no such file'),
	remedy: fields.choice(modelRemedies, 'Choose what is made of the file'),
	version
});

/** Categories ticked to be counted as one: "column|label", as often as ticked. */
export const JoinCategories = v.object({
	file: id('There is no such file'),
	joins: v.pipe(
		v.array(v.pipe(v.string(), v.maxLength(40_000))),
		v.minLength(1, 'Tick the categories to join')
	),
	version
});

const seen = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f-]{36}:[0-9a-f]{64}$/, 'Load this page again before you vote'),
	v.transform((text) => ({ id: text.slice(0, 36), sha256: text.slice(37) }))
);

/** A vote. `failed`: the page showed a file that an approval needs an exception for. */
export const Vote = v.pipe(
	v.object({
		choice: fields.choice(choices, 'Choose your vote'),
		reason: fields.optionalText('Reason', 2000),
		exception: fields.optionalText('Exception', 2000),
		failed: fields.tick(),
		files: v.array(seen),
		once
	}),
	v.forward(
		v.partialCheck(
			[['choice'], ['reason']],
			({ choice, reason }) => choice === 'approve' || reason !== '',
			'Give a reason: the researcher is told what to change or why it cannot leave'
		),
		['reason']
	),
	v.forward(
		v.partialCheck(
			[['choice'], ['exception'], ['failed']],
			({ choice, exception, failed }) => choice !== 'approve' || !failed || exception !== '',
			'A file fails the rules or has no evidence: record why it may leave all the same'
		),
		['exception']
	)
);

export const Remark = v.object({
	words: fields.text('Write something first', 'Your words', 2000),
	/** "file id|cell label", or empty for the whole request. */
	cell: fields.optionalText('Cell', 500),
	private: fields.tick(),
	once
});

export const Revoke = v.object({
	reason: fields.text('Give a reason: the public register shows it', 'Reason', 500)
});
