import sharp, { type Sharp } from 'sharp';
import type { Chance } from './chance.ts';
import { sample, textOf, type Sample } from './file.ts';
import { groups, type Person } from './people.ts';

export type Bars = readonly { readonly label: string; readonly people: number }[];

export const barsOf = (chance: Chance, people: readonly Person[]): Bars => {
	const group = chance.pick(['age', 'region', 'decile'] as const);
	return groups[group].map((label) => ({
		label,
		people: people.filter((person) => person[group] === label).length
	}));
};

/** A bar chart as plotting tools write them; `inside` goes into the drawing as it is. */
export function drawing(bars: Bars, inside = ''): string {
	const most = Math.max(...bars.map(({ people }) => people));
	const drawn = bars.map(({ people }, index) => {
		const height = Math.round((180 * people) / most);
		return `<rect x="${String(20 + index * 60)}" y="${String(200 - height)}" width="40" height="${String(height)}" fill="#005eb8"/>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 220" width="340" height="220">${inside}${drawn.join('')}</svg>`;
}

/** The same chart in pixels, as a picture to be encoded. */
export function pixels(bars: Bars): Sharp {
	const [width, height] = [340, 220];
	const most = Math.max(...bars.map(({ people }) => people));
	const raw = Buffer.alloc(width * height * 3, 255);
	for (const [index, { people }] of bars.entries()) {
		const tall = Math.round((180 * people) / most);
		for (let y = 200 - tall; y < 200; y++)
			for (let x = 20 + index * 60; x < 60 + index * 60; x++)
				raw.set([0x00, 0x5e, 0xb8], (y * width + x) * 3);
	}
	return sharp(raw, { raw: { width, height, channels: 3 } });
}

/** A plot as PNG or SVG with the table it is drawn from. */
export async function plotFiles(
	chance: Chance,
	people: readonly Person[],
	name: string
): Promise<Sample[]> {
	const bars = barsOf(chance, people).filter(({ people }) => people >= 10);
	const picture = chance.often(0.6)
		? sample(`${name}.png`, await pixels(bars).png().toBuffer(), 0)
		: sample(`${name}.svg`, drawing(bars), 0);
	const lines = bars.map(({ label, people }) => [label, people]);
	return [
		picture,
		sample(`${name}-data.csv`, textOf([['group', 'people'], ...lines]), bars.length)
	];
}

/** The code that made a table, with nothing of the data in it. */
export function codeFile(chance: Chance, name: string): Sample {
	const group = chance.pick(['gender_concept_id', 'region', 'imd_decile']);
	return chance.often(0.5)
		? sample(`${name}.sql`, sqlCode(group), 0)
		: sample(`${name}.R`, rCode(group), 0);
}

export const sqlCode = (group: string): string =>
	[
		'-- people with a diagnosis of asthma, by group',
		`select p.${group}, count(distinct p.person_id) as people`,
		'from person p',
		'join condition_occurrence c on c.person_id = p.person_id',
		'where c.condition_concept_id = 317009',
		`group by p.${group}`,
		`order by p.${group};`,
		''
	].join('\n');

const rCode = (group: string): string =>
	[
		'library(dplyr)',
		'# fit the model of the protocol and write its table',
		'fit <- glm(event ~ sex + age, family = binomial, data = study)',
		`counts <- study |> group_by(${group}) |> summarise(people = n_distinct(person_id))`,
		'write.csv(counts, "counts.csv", row.names = FALSE)',
		''
	].join('\n');
