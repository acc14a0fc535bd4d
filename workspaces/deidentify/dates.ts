import {
	dateModeOf,
	type Choices,
	type DateMode,
	type Preset
} from '#domain/workspaces/rules/choices.ts';
import { furthestShift } from '#domain/workspaces/rules/conflicts.ts';
import type { Rules } from './rules.ts';

/** One way in which a day leaves. `sql` takes SQL for a true day of person `p`. */
export type DayForm = {
	readonly rule: string;
	/** What follows a column's name in place of `_date`. */
	readonly suffix: string;
	readonly sql: (day: string) => string;
};

const yearMonth = (day: string) => `(year(${day}) * 100 + month(${day}))::integer`;
const moved = (day: string) => `(${day} + p.shift)`;

/** C09, by mode (deidentification.md §3.1). */
export const dayForms: Record<DateMode, DayForm> = {
	exact: { rule: 'day without time', suffix: '_date', sql: (day) => day },
	shift: { rule: 'day shifted with the person', suffix: '_date', sql: moved },
	month: { rule: 'month', suffix: '_month', sql: yearMonth },
	relative: {
		rule: 'days from the index',
		suffix: '_days',
		sql: (day) => `(${day} - p.index_day)::integer`
	}
};

/** C11 under the enhanced preset: nothing finer than a month. */
export const deathMonths: Record<DateMode, DayForm> = {
	exact: dayForms.month,
	shift: {
		rule: 'month, shifted with the person',
		suffix: '_month',
		sql: (day) => yearMonth(moved(day))
	},
	month: dayForms.month,
	relative: {
		rule: 'months from the index',
		suffix: '_months',
		sql: (day) => `datediff('month', p.index_day, ${day})::integer`
	}
};

const deathForms: Record<Preset, Record<DateMode, DayForm>> = {
	'controlled research': dayForms,
	enhanced: deathMonths
};

/** Days of life before the 90th birthday: a day counted from birth must not tell a higher age. */
const daysOfNinety = 32_871;

function untilNinety({ dates }: Choices, form: DayForm): DayForm {
	if (dates.index !== 'birth' || !/_(days|months)$/.test(form.suffix)) return form;
	return {
		...form,
		sql: (day) =>
			`case when ${day} - p.index_day < ${String(daysOfNinety)} then ${form.sql(day)} end`
	};
}

export const dayForm = (choices: Choices): DayForm =>
	untilNinety(choices, dayForms[dateModeOf(choices)]);

export const deathForm = (choices: Choices): DayForm =>
	untilNinety(choices, deathForms[choices.preset][dateModeOf(choices)]);

/** A column's name once its day has taken a form. */
export const formedName = (column: string, { suffix }: DayForm): string =>
	suffix === '_date' ? column : column.replace(/_date$/, '') + suffix;

type Period = { readonly from: string | null; readonly to: string | null };

const plus = (day: string | null, days: number): string | null =>
	day === null ? null : Temporal.PlainDate.from(day).add({ days }).toString();

/**
 * The true days that may be cut. Shifted days stay inside the period asked for, since one outside
 * would bound the person's shift: so half a year is left out at both ends, unless it was accepted.
 */
export function periodOf(rules: Rules, { from, to }: Period): Period {
	if (dateModeOf(rules) !== 'shift' || rules.dates.clip === 'accept') return { from, to };
	return { from: plus(from, furthestShift), to: plus(to, -furthestShift) };
}
