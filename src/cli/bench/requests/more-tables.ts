import { midpoint6 } from '#domain/disclosure/rounding/midpoint.ts';
import type { Chance } from './chance.ts';
import { sample, textOf, type Sample } from './file.ts';
import { counted, groups, type Person } from './people.ts';
import { counts, pairs, sum, type Lines } from './tables.ts';

/** To midpoint 6, totals from their true figures too; small groups stay in, as 3 or 9. */
export function midpointTable(chance: Chance, people: readonly Person[], name: string): Sample {
	const some = people.slice(0, chance.between(200, people.length));
	const [row, column] = chance.pick(pairs);
	const true_ = counted(some, row, column);
	const body = true_.map((line, at) => [
		groups[row][at] ?? '',
		...[...line, sum(line)].map(midpoint6)
	]);
	const totals = groups[column].map((_, at) => sum(true_.map((line) => line[at] ?? 0)));
	const all: Lines = [
		[row, ...groups[column], 'Total'],
		...body,
		['Total', ...[...totals, sum(totals)].map(midpoint6)]
	];
	const claimed = { redacted: null, rounding: { method: 'midpoint6' } } as const;
	return sample(`${name}.csv`, textOf(all), counts(all), claimed);
}

/** Forty areas by twelve months, of which every figure is large; with totals both ways. */
export function wideTable(chance: Chance, _: readonly Person[], name: string): Sample {
	const lines = wideLines(chance);
	const all: Lines = [
		[...(lines[0] ?? []), 'Total'],
		...lines.slice(1).map((line) => [...line, sum(line.slice(1).map(Number))])
	];
	const totals = (all[0] ?? [])
		.slice(1)
		.map((_, at) => sum(all.slice(1).map((line) => Number(line[at + 1]))));
	const total = [...all, ['Total', ...totals]];
	return sample(`${name}.csv`, textOf(total), counts(total));
}

/** The same with small figures too: to the nearest 5, below 10 redacted, no totals. */
export function wideRoundedTable(chance: Chance, _: readonly Person[], name: string): Sample {
	const lines = wideLines(chance, 0).map((line, at) =>
		at === 0
			? line
			: line.map((cell, column) =>
					column === 0 || cell === 0
						? cell
						: Number(cell) < 10
							? '[REDACTED]'
							: 5 * Math.round(Number(cell) / 5)
				)
	);
	const claimed = { redacted: 9, rounding: { method: 'base', base: 5 } } as const;
	return sample(`${name}.csv`, textOf(lines), counts(lines), claimed);
}

const months = [
	'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'
]; // prettier-ignore

export function wideLines(chance: Chance, least = 12): Lines {
	const areas = Array.from({ length: 40 }, (_, at) => `Area ${String(at + 1).padStart(2, '0')}`);
	return [
		['area', ...months],
		...areas.map((area) => {
			const size = chance.between(20, 400);
			return [area, ...months.map(() => chance.between(least, least + size))];
		})
	];
}

/** A column of people and one of percentages of all of them; both of a small group are redacted. */
export function percentTable(chance: Chance, people: readonly Person[], name: string): Sample {
	const group = chance.pick(['age', 'region', 'decile'] as const);
	const lines = groups[group].map((of): Lines[number] => {
		const here = people.filter((person) => person[group] === of);
		const events = here.filter(({ event }) => event).length;
		const shown = events >= 10 && here.length - events >= 10;
		const share = ((100 * events) / here.length).toFixed(1);
		return [of, here.length, shown ? events : '[REDACTED]', shown ? `${share}%` : '[REDACTED]'];
	});
	const all: Lines = [[group, 'people', 'with event', 'percent with event'], ...lines];
	return sample(`${name}.csv`, textOf(all), counts(all));
}
