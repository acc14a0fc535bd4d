import type { Choices } from '#domain/workspaces/rules/choices.ts';
import type { Finding } from './look.ts';
import { areas } from './people.ts';

type Column = { readonly name: string; readonly type: string };

/**
 * Combinations that name people or places although each column alone passed: times, a birth date
 * as a date, more than one deprivation measure, small areas but the one that was chosen with a reason (deidentification.md §3.3 and §6).
 */
export function conflicts(
	file: string,
	columns: readonly Column[],
	{ place }: Pick<Choices, 'place'>
): Finding[] {
	const approved = place === 'region' ? null : areas[place].name;
	const named = (test: (column: Column) => boolean) => columns.filter(test).map(({ name }) => name);
	const refuse = (rule: string, found: readonly string[], message: string): Finding[] =>
		found.length === 0
			? []
			: [
					{
						rule,
						file,
						column: found.join(', '),
						values: found.length,
						message: `${file}: ${message}`
					}
				];
	const deprivation = named(({ name }) => /imd|idaci|idaopi|depriv|townsend/i.test(name));
	return [
		...refuse(
			'time-of-day',
			named(({ type }) => /^(TIME|INTERVAL)/.test(type)),
			'times must not leave; release the day alone.'
		),
		...refuse(
			'birth-date',
			named(({ name, type }) => /birth|dob/i.test(name) && !type.includes('INT')),
			'a birth date must leave as a year and nothing else.'
		),
		...refuse(
			'deprivation',
			deprivation.length > 1
				? deprivation
				: named(({ name }) => /(imd|depriv).*(rank|score)/i.test(name)),
			'only one deprivation decile may leave; ranks, scores and several deciles name small areas.'
		),
		...refuse(
			'small-area',
			named(
				({ name }) =>
					name !== approved &&
					/lsoa|msoa|oa21|uprn|postcode|zip|latitude|longitude|easting|northing/i.test(name)
			),
			'small areas and coordinates must not leave.'
		)
	];
}
