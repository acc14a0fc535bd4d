import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import { changes, grounds } from './life.ts';

const stale = 'Load this page again and repeat this.';
const reason = fields.text('Say why', 'Reason', 2000);

export const ChangeForm = v.object({ change: v.picklist(changes, stale), reason });
export const ReasonForm = v.object({ reason });
export const ReviveForm = v.object({
	reason,
	endsOn: fields.day('Enter the new last day of the study')
});
export const WithdrawForm = v.pipe(
	v.object({
		snapshot: v.pipe(v.string(stale), v.nonEmpty('Choose which data are withdrawn')),
		ground: v.picklist(grounds, 'Choose on what ground'),
		controller: v.optional(v.string(), ''),
		condition: fields.optionalText('Condition', 500),
		reason,
		once: v.pipe(v.string(stale), v.uuid(stale))
	}),
	v.forward(
		v.check(
			({ ground, controller }) => ground !== 'controller' || controller !== '',
			'Choose the controller'
		),
		['controller']
	),
	v.forward(
		v.check(
			({ ground, condition }) => ground !== 'condition' || condition !== '',
			'Enter which condition, such as: condition 3 of the approval'
		),
		['condition']
	)
);
