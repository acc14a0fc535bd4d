import type { Section } from '../field.ts';
import { data as before } from '../version-1/data.ts';

/** As version 1, and how days leave: a data manager sets the rest of the rules with the extract. */
export const data: Section = {
	...before,
	fields: before.fields.flatMap((field) =>
		field.name === 'to'
			? [
					field,
					{
						name: 'dates',
						kind: 'choice',
						label: 'How exact the days must be',
						hint: 'Answer nothing to have them as the service sets them for your data. Shifted days keep the time between events of one person, not the season; half a year is left out at both ends of the period.',
						options: {
							exact: 'Exact days',
							shift: 'Days shifted by up to half a year, all of one person alike',
							month: 'Months',
							relative: 'Days counted from each person’s first visit'
						}
					},
					{
						name: 'datesReason',
						kind: 'long',
						label: 'Why less exact days would not do',
						hint: 'Only for exact days.',
						max: 2000,
						rows: 3
					}
				]
			: [field]
	)
};
