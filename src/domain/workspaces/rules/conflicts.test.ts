import { afterEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { askedChoices } from './asked.ts';
import { ChoicesSchema, type Choices } from './choices.ts';
import { conflictRules, conflictsOf, type Asked } from './conflicts.ts';
import { departures, departuresOf } from './departures.ts';

const choose = (changes: object = {}): Choices => v.parse(ChoicesSchema, changes);
const asked = (changes: object = {}, more: Partial<Asked> = {}): Asked => ({
	choices: choose(changes),
	organisations: false,
	conditions: false,
	dated: [{ name: 'death', from: '2020-01-01', to: '2026-01-01' }],
	...more
});

const saved = [...conflictRules];
const all = conflictRules as (typeof conflictRules)[number][];
afterEach(() => {
	all.splice(0, all.length, ...saved);
});

test('the presets as they are contradict nothing', () => {
	expect(conflictsOf(asked())).toEqual([]);
	expect(conflictsOf(asked({ preset: 'enhanced' }))).toEqual([]);
});

const because = (...names: string[]) => ({
	reasons: Object.fromEntries(names.map((name) => [name, 'A reason.']))
});
const scenes: readonly (readonly [string, Asked])[] = [
	['reasons', asked({ place: 'lad' })],
	[
		'practice-and-small-area',
		asked({ place: 'lsoa', ...because('place') }, { organisations: true })
	],
	['one-deprivation-measure', asked({ deprivation: ['imd_decile', 'income_decile'] })],
	['one-deprivation-measure', asked({ deprivation: ['imd_rank'] })],
	[
		'one-date-mode',
		asked({}, { dated: [{ name: 'death', from: null, to: null, dates: 'shift' }] })
	],
	[
		'clipped-window',
		asked(
			{ dates: { mode: 'shift' } },
			{ dated: [{ name: 'death', from: null, to: '2026-01-01' }] }
		)
	],
	[
		'clipped-window',
		asked(
			{ dates: { mode: 'shift' } },
			{ dated: [{ name: 'death', from: '2025-02-01', to: '2026-01-01' }] }
		)
	],
	['shift-and-birth', asked({ dates: { mode: 'shift' }, birth: 'week', ...because('birth') })],
	['shift-and-birth', asked({ dates: { mode: 'shift' }, infants: true, ...because('infants') })],
	['index', asked({ dates: { mode: 'relative', index: 'cohort' } })],
	[
		'index-and-birth',
		asked({ dates: { mode: 'relative', index: 'birth' }, birth: 'week', ...because('birth') })
	]
];

test.each(scenes)('%s is found, and by no other rule', (name, scene) => {
	expect(conflictsOf(scene)).toHaveLength(1);
	all.splice(
		all.findIndex((rule) => rule.name === name),
		1
	);
	expect(conflictsOf(scene)).toEqual([]);
});

test('every rule has a scene', () => {
	expect(new Set(scenes.map(([name]) => name))).toEqual(new Set(saved.map(({ name }) => name)));
});

const beyond: readonly (readonly [string, object])[] = [
	['dates', { preset: 'enhanced', dates: { mode: 'exact' } }],
	['dates', { dates: { mode: 'shift', clip: 'accept' } }],
	['ageBand', { preset: 'enhanced', ageBand: 1 }],
	['infants', { infants: true }],
	['birth', { birth: 'month-under-16' }],
	['times', { times: 'six-hours' }],
	['place', { place: 'msoa' }],
	['ethnicity', { ethnicity: 'detailed' }],
	['organisations', { organisations: 'trust-code' }],
	['rareCodes', { rareCodes: 'keep' }],
	['extremes', { extremes: 'keep' }],
	['sensitiveLists', { sensitiveLists: ['list-1'] }],
	['groups', { groups: [{ table: 'person', column: 'occupation', map: { nurse: 'health' } }] }]
];

test.each(beyond)(
	'what goes further than the preset in %s needs a reason, and is told',
	(choice, changes) => {
		expect(conflictsOf(asked(changes)).map(({ field }) => field)).toEqual([choice]);
		const reasoned = { ...changes, ...because(choice) };
		expect(conflictsOf(asked(reasoned))).toEqual([]);
		expect(departuresOf(choose(reasoned))).toEqual([{ choice, reason: 'A reason.' }]);
	}
);

test('every departure has a scene', () => {
	expect(beyond).toHaveLength(departures.length);
});

test('an application asks for a preset and a form of days, or for something that is none', () => {
	expect(askedChoices({ datasets: [], dates: '' })).toEqual({});
	expect(askedChoices({ preset: 'enhanced', dates: 'month' })).toMatchObject({
		preset: 'enhanced',
		dates: { mode: 'month' }
	});
	expect(askedChoices({ dates: 'exact', datesReason: ' A reason. ' })).toMatchObject({
		reasons: { dates: 'A reason.' }
	});
	expect(askedChoices({ dates: 'precise' })).toBeNull();
});
