import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { canonicalCohort, CohortSchema, type Cohort } from '#domain/catalogue/cohort.ts';
import { generate } from '#workspaces/population/generate.ts';
import { countBins, usablePeople, withSource } from '../count.ts';
import { definitionOf } from './count.ts';
import {
	readPopulation,
	whoBelongs,
	type Population
} from '../../../tests/support/plain-cohort.ts';

let folder: string;
let place: { source: string; lists: string };
let population: Population;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'aldgate-cohorts-'));
	await generate({ persons: 400, seed: 11, out: folder });
	place = { source: folder, lists: join(folder, 'lists') };
	population = await readPopulation(folder);
}, 120_000);
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

const at = '2026-11-10';

const day = fc
	.integer({ min: 0, max: 4000 })
	.map((days) => Temporal.PlainDate.from('2015-01-01').add({ days }).toString());
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });

/** Cohorts over the concepts that the small population really has, narrow and wide. */
function cohorts(): fc.Arbitrary<Cohort> {
	const concept = (kind: 'condition' | 'drug' | 'measurement') =>
		fc.constantFrom(...population.concepts[kind]);
	const criterion = fc.oneof(
		...(['condition', 'drug', 'measurement'] as const).map((kind) =>
			fc.record({
				kind: fc.constant(kind),
				concepts: fc.array(concept(kind), { minLength: 1, maxLength: 3 }),
				include: fc.boolean(),
				from: maybe(day),
				to: maybe(day),
				low: maybe(fc.integer({ min: 0, max: 150 })),
				high: maybe(fc.integer({ min: 20, max: 220 }))
			})
		)
	);
	return fc
		.record({
			conditions: fc.array(concept('condition'), { maxLength: 2 }),
			match: fc.constantFrom('all', 'any'),
			sex: fc.constantFrom('any', 'any', 'female', 'male'),
			ageFrom: maybe(fc.integer({ min: 0, max: 70 })),
			ageTo: maybe(fc.integer({ min: 40, max: 110 })),
			icbs: fc.subarray([...population.boards], { maxLength: 2 }),
			from: maybe(day),
			to: maybe(day),
			criteria: fc.array(criterion, { maxLength: 3 })
		})
		.map((made) => v.parse(CohortSchema, made));
}

const extracted = (cohort: Cohort) =>
	withSource(place, { cohort, purpose: 'research', at }, async (run) => {
		try {
			return await usablePeople(run);
		} catch (error) {
			if (error instanceof Error && error.message.startsWith('Nobody is left')) return 0;
			throw error;
		}
	});

test('the count, the extract and plain JavaScript find the same people', async () => {
	let some = 0;
	await fc.assert(
		fc.asyncProperty(cohorts(), async (cohort) => {
			const plain = whoBelongs(population, cohort, 'research', at).length;
			const bins = await countBins(place, { cohort, purpose: 'research', at });
			expect(bins.left).toBe(plain);
			expect(await extracted(cohort)).toBe(plain);
			const everybody = bins.left + bins.lost.reduce((sum, { people }) => sum + people, 0);
			const anyCohort = v.parse(CohortSchema, {});
			expect(everybody).toBe(whoBelongs(population, anyCohort, 'research', at).length);
			if (plain > 0) some += 1;
		}),
		{ numRuns: 30, seed: 20261122 }
	);
	// a property of empty cohorts alone would say nothing
	expect(some).toBeGreaterThan(10);
}, 180_000);

test('each part takes away whom plain JavaScript takes away with it', async () => {
	const [drug] = population.concepts.drug;
	const whole = v.parse(CohortSchema, {
		sex: 'female',
		ageFrom: 30,
		criteria: [{ kind: 'drug', concepts: [drug], include: false }]
	});
	const bins = await countBins(place, { cohort: whole, purpose: 'research', at });
	const after = (change: Partial<Cohort>) =>
		whoBelongs(population, { ...whole, ...change }, 'research', at).length;
	const nothing: Partial<Cohort> = { sex: 'any', ageFrom: null, criteria: [] };
	expect(bins.lost.map(({ key, people }) => [key, people])).toEqual([
		['sex', after({ ...nothing }) - after({ ...nothing, sex: 'female' })],
		['age', after({ ageFrom: null, criteria: [] }) - after({ criteria: [] })],
		['r0', after({ criteria: [] }) - after({})]
	]);
});

test('a definition is the same however it is written, and another when it asks for others', () => {
	fc.assert(
		fc.property(cohorts(), (cohort) => {
			const other = v.parse(CohortSchema, {
				...cohort,
				conditions: [...cohort.conditions, ...cohort.conditions].reverse(),
				icbs: [...cohort.icbs].reverse(),
				criteria: [...cohort.criteria, ...cohort.criteria.slice(0, 1)].reverse()
			});
			const asked = (one: Cohort) => definitionOf(place, { cohort: one, purpose: 'research', at });
			expect(asked(other)).toBe(asked(cohort));
			expect(canonicalCohort(canonicalCohort(cohort))).toEqual(canonicalCohort(cohort));
			expect(asked({ ...cohort, sex: cohort.sex === 'male' ? 'female' : 'male' })).not.toBe(
				asked(cohort)
			);
		})
	);
});
