import { sample, textOf } from './file.ts';
import type { Fault } from './faults-tables.ts';
import { modelLines, survivalLines } from './results.ts';

export const resultFaults: readonly Fault[] = [
	{
		name: 'a model with few degrees of freedom',
		rules: ['degrees-of-freedom'],
		plant(chance, people, name) {
			const lines = modelLines(chance, people).map((line, at) =>
				at === 0 ? line : line.with(5, chance.between(1, 9))
			);
			return sample(`${name}.csv`, textOf(lines), 0);
		}
	},
	{
		name: 'a level of a model with few people',
		rules: ['threshold'],
		plant(chance, people, name) {
			const lines = modelLines(chance, people).map((line, at) =>
				at === 4 ? line.with(8, chance.between(2, 9)).with(9, 1) : line
			);
			return sample(`${name}.csv`, textOf(lines), 0);
		}
	},
	{
		name: 'residuals of a model',
		rules: ['row-data', 'rows'],
		plant: (chance, people, name) =>
			sample(
				`${name}.csv`,
				textOf([
					['observation', 'fitted', 'residual'],
					...people
						.slice(0, 300)
						.map((_, at) => [
							at + 1,
							chance.normal(58, 3).toFixed(4),
							chance.normal(0, 9).toFixed(4)
						])
				]),
				0
			)
	},
	{
		name: 'the thin tail of a survival curve',
		rules: ['threshold'],
		plant(chance, people, name) {
			const few = chance.between(2, 8);
			const lines = [...survivalLines(people, 10), [72, few, 1, few - 1, '0.512']];
			return sample(`${name}.csv`, textOf(lines), 0);
		}
	},
	{
		name: 'an odds ratio whose margins give its cells',
		rules: ['threshold', 'recoverable'],
		plant(chance, _, name) {
			const [a, b] = [chance.between(3, 6), chance.between(40, 60)];
			const [c, d] = [chance.between(20, 30), chance.between(150, 200)];
			const ratio = (a * d) / (b * c);
			return sample(
				`${name}.csv`,
				textOf([
					['term', 'odds_ratio', 'exposed', 'unexposed', 'cases'],
					['exposure', ratio.toFixed(5), a + b, c + d, a + c]
				]),
				0
			);
		}
	}
];
