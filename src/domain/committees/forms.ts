import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import { interests } from './policy.ts';
import { choices } from './rule.ts';

const once = v.pipe(v.string(), v.uuid('Load this page again and repeat what you did'));

export const DeclareForm = v.pipe(
	v.object({
		version: fields.version(),
		once,
		interest: fields.choice(interests, 'Say whether you have an interest'),
		detail: fields.optionalText('The interest', 1000)
	}),
	v.forward(
		v.partialCheck(
			[['interest'], ['detail']],
			({ interest, detail }) => interest === 'none' || detail !== '',
			'Say what the interest is'
		),
		['detail']
	)
);

export const VoteForm = v.pipe(
	v.object({
		version: fields.version(),
		once,
		choice: fields.choice(choices, 'Choose how you vote'),
		reason: fields.optionalText('The reason', 3000)
	}),
	v.forward(
		v.partialCheck(
			[['choice'], ['reason']],
			({ choice, reason }) => choice === 'yes' || reason !== '',
			'Give the reason for your vote'
		),
		['reason']
	)
);

export const CloseForm = v.object({
	version: fields.version(),
	once,
	reason: fields.text('Give the reason for the decision', 'The reason', 4000),
	publicReason: fields.text('Give the reason for the public register', 'The public reason', 2000)
});
