import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import { formOf, currentForm } from './form/forms.ts';
import { opinionKinds, verdicts, type Opinion } from './streams.ts';

const once = v.pipe(v.string(), v.uuid('Load this page again and repeat what you did'));
/** What every form that changes an application carries. */
export const order = { version: fields.version(), once };

const id = v.pipe(v.string(), v.uuid('Choose one from the list'));

export const StartForm = v.object({
	once,
	organisation: id,
	title: fields.text('Enter a title', 'The title', 200),
	quote: v.pipe(v.optional(v.string(), ''), v.maxLength(60)),
	feasibility: v.pipe(v.optional(v.string(), ''), v.maxLength(60))
});

export const PlainForm = v.object(order);

export const WithdrawForm = v.object({
	...order,
	reason: fields.text('Say why the application is withdrawn', 'The reason', 2000)
});

export const AppealForm = v.object({
	...order,
	reason: fields.text('Say why the decision should be looked at again', 'The reasons', 4000)
});

export const ReturnForm = v.object({
	...order,
	sections: fields.choices(
		formOf(currentForm).sections.map(({ code }) => code),
		'Choose the sections to change'
	),
	reason: fields.text('Say what to change and why', 'The reasons', 4000)
});

export const ReviewForm = v.object({
	...order,
	kind: fields.choice(opinionKinds, 'Choose which review this is'),
	verdict: fields.choice(Object.keys(verdicts) as Opinion[], 'Choose an opinion'),
	note: fields.text('Give the reasons for your opinion', 'The reasons', 4000)
});

export const ObjectForm = v.object({
	...order,
	controller: fields.text('Choose for whom you object', 'The controller', 12),
	reason: fields.text('Say why you object', 'The reason', 4000)
});

export const AnswerForm = v.object({
	...order,
	objection: id,
	ends: fields.choice(['dismissed', 'rows', 'study'], 'Choose how the objection ends'),
	answer: fields.text('Give the answer with its reason', 'The answer', 4000)
});

export const MeetForm = v.object({
	...order,
	evidence: fields.text('Say what shows that the conditions are met', 'The evidence', 4000)
});
