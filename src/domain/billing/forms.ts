import * as v from 'valibot';
import * as fields from '#platform/fields.ts';

const once = v.pipe(v.string(), v.minLength(8, 'Load this page again'), v.maxLength(100));

/** One line of plain text, as the other side's papers have it. */
const reference = (missing: string, name: string) =>
	v.pipe(
		fields.text(missing, name, 60),
		v.regex(/^[^\p{Cc}]*$/u, `${name} must be one line of plain text`)
	);

export const Order = v.object({
	number: reference('Enter the number of the purchase order', 'The number'),
	amount: fields.money('Enter the amount of the purchase order before VAT'),
	once
});

export const Taken = v.object({
	project: v.pipe(v.string(), v.uuid('Choose a purchase order')),
	number: v.string(),
	once
});

export const Received = v.object({
	amount: fields.money('Enter the amount that arrived'),
	bankReference: reference(
		'Enter the reference that the bank statement shows',
		'The bank reference'
	),
	receivedOn: fields.day('Enter the day the money arrived'),
	once
});
