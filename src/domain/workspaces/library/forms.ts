import * as fields from '#platform/fields.ts';
import * as v from 'valibot';

const id = v.pipe(v.string('There is no such request'), v.uuid('There is no such request'));

export const AskForm = v.object({
	language: fields.choice(['r', 'python'], 'Choose a language'),
	package: v.pipe(
		fields.text('Enter the name of the package', 'Name', 80),
		v.regex(
			/^[A-Za-z][A-Za-z0-9._-]*$/,
			'Enter one package’s name, such as survminer: letters, digits, dots and hyphens'
		)
	),
	purpose: fields.text('Say what you need it for', 'Purpose', 2000),
	once: v.pipe(v.string(), v.minLength(8, 'Load this page again'), v.maxLength(100))
});

export const AnswerForm = v.object({
	request: id,
	decision: fields.choice(['agree', 'decline'], 'Choose your answer'),
	answer: fields.text('Say why, or when it comes', 'Answer', 2000)
});

export const WithdrawForm = v.object({ request: id });
