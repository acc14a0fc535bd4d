import * as fields from '#platform/fields.ts';
import * as v from 'valibot';
import { largestFile, largestInWords } from './ingress.ts';

const id = v.pipe(v.string('There is no such file'), v.uuid('There is no such file'));

export const SendForm = v.object({
	file: v.pipe(
		v.file('Choose a file'),
		v.minSize(1, 'The file is empty; choose another one'),
		v.maxSize(largestFile, `This file is too large: choose one of at most ${largestInWords}`)
	),
	purpose: fields.text('Say what the file is and what it is needed for', 'Purpose', 2000),
	once: v.pipe(v.string(), v.minLength(8, 'Load this page again'), v.maxLength(100))
});

export const DecideForm = v.pipe(
	v.object({
		file: id,
		decision: fields.choice(['accept', 'refuse'], 'Choose whether the file may come in'),
		reason: fields.optionalText('Reason', 2000)
	}),
	v.forward(
		v.partialCheck(
			[['decision'], ['reason']],
			({ decision, reason }) => decision === 'accept' || reason !== '',
			'Say why the file may not come in'
		),
		['reason']
	)
);

export const WithdrawForm = v.object({ file: id });
export const RemoveForm = v.object({
	file: id,
	reason: fields.optionalText('Reason', 2000)
});
