import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import {
	budget,
	floor,
	guessedRight,
	noise,
	shownAs
} from '#domain/catalogue/feasibility/protection.ts';
import { noiseOf, protectBins } from './noise.ts';

/** A number in [0, 1) that is the same for the same words. */
const chance = (...words: (string | number)[]): number =>
	createHmac('sha256', 'attack').update(words.join('|')).digest().readUInt32BE() / 2 ** 32;

type World = { readonly key: Buffer; readonly ask: (name: string, people: number) => number };

/** The vault's answers in one world of its own key. Below the floor an attacker reads half of it. */
function world(n: number): World {
	const key = createHmac('sha256', 'world').update(String(n)).digest();
	const ask = (name: string, people: number) =>
		protectBins(key, name, { lost: [], left: people }).count ?? floor / 2;
	return { key, ask };
}

/** As before this protection: the true number rounded to five. */
const rounded = (_: string, people: number) => Math.round(people / 5) * 5;

type Attack = (ask: World['ask'], has: boolean, world: number) => boolean;

/**
 * The attacker chooses groups that hold the one person, knows the records of everybody else in them
 * exactly, and asks each group with the condition that the person may have.
 */
const knowingTheRest: Attack = (ask, has, n) => {
	let excess = 0;
	for (let query = 0; query < budget; query++) {
		const known = 200 + Math.floor(500 * chance(n, query));
		excess += ask(`rest ${String(query)}`, known + (has ? 1 : 0)) - known;
	}
	return excess / budget > 0.5;
};

/** Nested pairs: a group, and the same group without whoever is like the person. */
const nestedPairs: Attack = (ask, has, n) => {
	let difference = 0;
	for (let pair = 0; pair < budget / 2; pair++) {
		const inside = 200 + Math.floor(500 * chance('pair', n, pair));
		difference += ask(`with ${String(pair)}`, inside + (has ? 1 : 0));
		difference -= ask(`without ${String(pair)}`, inside);
	}
	return difference / (budget / 2) > 0.5;
};

/**
 * Adaptive: grows a group by one known person at a time until its answer steps up, then asks the same
 * group with the person in it, where one more should tip the rounding; and begins again elsewhere.
 */
const edgeOfRounding: Attack = (ask, has, n) => {
	let asked = 0;
	let tipped = 0;
	let tried = 0;
	while (asked < budget - 8) {
		const start = 200 + Math.floor(500 * chance('edge', n, tried));
		let size = start;
		let before = ask(`edge ${String(tried)} ${String(size)}`, size);
		for (let step = 0; step < 6; step++) {
			const next = ask(`edge ${String(tried)} ${String(size + 1)}`, size + 1);
			asked += 1;
			if (next > before) break;
			before = next;
			size += 1;
		}
		// one below the step: the person alone decides on which side of it this answer falls
		const answer = ask(`edge ${String(tried)} ${String(size)} and they`, size + (has ? 1 : 0));
		asked += 2;
		tipped += answer > before ? 1 : -1;
		tried += 1;
	}
	return tipped > 0;
};

const worlds = 300;

function rightly(attack: Attack, protectedBy: (n: number) => World['ask']): number {
	let right = 0;
	for (let n = 0; n < worlds; n++) {
		const has = chance('has', n) < 0.5;
		if (attack(protectedBy(n), has, n) === has) right += 1;
	}
	return right / worlds;
}

// three standard deviations of a share found in this many worlds
const slack = 3 * Math.sqrt(0.25 / worlds);

test.each([
	['knowing the rest', knowingTheRest],
	['nested pairs', nestedPairs],
	['edge of rounding', edgeOfRounding]
] as const)(
	'200 queries by %s learn who belongs no better than the documented bound',
	(_, attack) => {
		expect(guessedRight()).toBeLessThan(0.7);
		const found = rightly(attack, (n) => world(n).ask);
		expect(found).toBeLessThan(guessedRight() + slack);
	},
	60_000
);

test('the same attacks are almost always right when counts are only rounded', () => {
	for (const attack of [knowingTheRest, nestedPairs, edgeOfRounding])
		expect(
			rightly(attack, () => rounded),
			attack.name
		).toBeGreaterThan(0.9);
});

test('a group below ten cannot be counted by nesting it into 100 larger ones', () => {
	const asFoundBy = (ask: (n: number) => World['ask']) => {
		let exact = 0;
		let squares = 0;
		for (let n = 0; n < worlds; n++) {
			const group = Math.floor(10 * chance('group', n));
			let sum = 0;
			for (let pair = 0; pair < budget / 2; pair++) {
				const inside = 200 + Math.floor(500 * chance('small', n, pair));
				sum += ask(n)(`and ${String(pair)}`, inside + group);
				sum -= ask(n)(`not ${String(pair)}`, inside);
			}
			const guess = Math.max(0, Math.min(9, Math.round(sum / (budget / 2))));
			if (guess === group) exact += 1;
			squares += (sum / (budget / 2) - group) ** 2;
		}
		return { exact: exact / worlds, error: Math.sqrt(squares / worlds) };
	};
	const guarded = asFoundBy((n) => world(n).ask);
	// two noises a pair, a hundred pairs
	const least = (noise * Math.SQRT2) / Math.sqrt(budget / 2);
	expect(guarded.error).toBeGreaterThan(0.9 * least);
	expect(guarded.exact).toBeLessThan(0.3);
	expect(asFoundBy(() => rounded).exact).toBeGreaterThan(0.5);
}, 60_000);

test('a definition is answered with the same bytes for ever, and another key answers otherwise', () => {
	const bins = { lost: [{ key: 'sex', people: 500 }], left: 480 };
	const { key } = world(1);
	expect(protectBins(key, 'd', bins)).toEqual(protectBins(key, 'd', bins));
	const others = Array.from({ length: 20 }, (_, n) => protectBins(world(n).key, 'd', bins).count);
	expect(new Set(others).size).toBeGreaterThan(5);
});

test('the noise is the Gaussian that the bound is worked out for', () => {
	const { key } = world(2);
	const drawn = Array.from({ length: 20_000 }, (_, n) => noiseOf(key, String(n), 'left'));
	const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
	const spread = Math.sqrt(drawn.reduce((sum, one) => sum + one ** 2, 0) / drawn.length);
	expect(Math.abs(mean)).toBeLessThan(0.6);
	expect(spread).toBeGreaterThan(noise * 0.98);
	expect(spread).toBeLessThan(noise * 1.02);
	const within = drawn.filter((one) => Math.abs(one) <= noise).length / drawn.length;
	expect(within).toBeCloseTo(0.683, 1);
});

test('an empty cohort is shown as a number of people about once in two hundred', () => {
	const shown = Array.from({ length: 4000 }, (_, n) => world(n).ask('nobody', 0) >= floor);
	expect(shown.filter(Boolean).length / shown.length).toBeLessThan(0.02);
	expect(shownAs(floor - 3)).toEqual({ shown: 'fewer than 50', count: null });
	expect(shownAs(1204.6)).toEqual({ shown: '1,205', count: 1205 });
});

test('what is left only falls from part to part, and ends on the count', () => {
	for (let n = 0; n < 200; n++) {
		const lost = ['sex', 'age', 'k0', 'r0'].map((key, at) => ({ key, people: at * 7 }));
		const made = protectBins(world(n).key, 'falls', { lost, left: 900 });
		const counts = [made.usable, ...made.steps].map((one) => one?.count ?? 0);
		expect([...counts].sort((a, b) => b - a)).toEqual(counts);
		expect(made.steps.at(-1)?.count).toBe(made.count);
	}
});
