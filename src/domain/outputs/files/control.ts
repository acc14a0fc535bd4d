import {
	shownRounding,
	usualRounding,
	type ShownRounding
} from '#domain/disclosure/rounding/schema.ts';
import { controlNames, type Control } from './file.ts';

/** How a table was made safe, with the rounding that was used: "Rounded to base 5". */
export function controlWords(control: Control, rounding: ShownRounding | null | undefined): string {
	if (control !== 'round' || rounding === undefined) return controlNames[control];
	const { method, base } = rounding ?? shownRounding(usualRounding);
	const to = base === undefined ? '' : ` to base ${String(base)}`;
	return roundings[method].replace('{to}', to);
}

const roundings = {
	conventional: 'Rounded{to}',
	random: 'Rounded up or down at random{to}',
	controlled: 'Rounded{to} so that totals add up',
	midpoint6: 'Rounded to the midpoint of six',
	'cell-key': 'Changed a little by cell key'
} as const satisfies Record<ShownRounding['method'], string>;
