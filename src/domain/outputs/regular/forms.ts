import * as fields from '#platform/fields.ts';
import * as v from 'valibot';
import { schedules } from './regular.ts';

const once = v.pipe(
	v.string(),
	v.minLength(8, 'Load this page again and repeat your change'),
	v.maxLength(100, 'Load this page again and repeat your change')
);
const id = (missing: string) => v.pipe(v.string(missing), v.trim(), v.uuid(missing));

export const Propose = v.object({
	request: id('Choose a released table'),
	file: id('Choose a released table'),
	schedule: fields.choice(schedules, 'Choose how often'),
	endsOn: fields.day('Enter the last day'),
	reason: fields.text('Say what it is for', 'What it is for', 2000),
	once
});

export const Vote = v.pipe(
	v.object({
		choice: fields.choice(['approve', 'decline'], 'Choose your vote'),
		reason: fields.optionalText('Reason', 2000),
		once
	}),
	v.forward(
		v.partialCheck(
			[['choice'], ['reason']],
			({ choice, reason }) => choice === 'approve' || reason !== '',
			'Give a reason: the researcher is told why'
		),
		['reason']
	)
);

export const Stop = v.object({
	reason: fields.text('Give a reason', 'Reason', 500)
});

/** A button of its own; the hostile form of many fields says nothing to it. */
export const Retry = v.object({ again: fields.choice(['yes'], 'Press the button to try again') });
