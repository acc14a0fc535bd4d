import { expect, test } from 'vitest';
import { calculate } from './calculate.ts';
import { nhsEngland2026 as card } from './cards/nhs-england-2026.ts';
import { cardCsv, quoteView } from './view.ts';
import { quoteJson } from './quote.ts';
import { againQuery, tierAnswers } from './quote-page.ts';

const today = Temporal.PlainDate.from('2026-11-22');
const offers = [
	{ code: 'linked-core', name: 'Linked core', product: 'product-standard' },
	{ code: 'measurements', name: 'Measurements', product: 'product-complex' }
];
const vector =
	'use=research&funder=public&rights=none&datasets=linked-core&datasets=measurements' +
	'&periods-linked-core=3&start=2026-12-01&months=12&users=2&country=GB&evidence=yes';
const price = (query: string) => calculate(new URLSearchParams(query), offers, card, today);
const view = (query: string) => {
	const made = price(query);
	if (!made.ok) throw new Error(JSON.stringify(made.errors));
	return quoteView(quoteJson(made.quote));
};
const wrong = (query: string) => {
	const made = price(query);
	return made.ok ? {} : made.errors;
};

test('an address with the vector’s answers costs what the vector costs', () => {
	expect(view(vector)).toMatchObject({ net: '£14,771.00', gross: '£17,725.20' });
	expect(view(vector.replace('country=GB', 'country=US'))).toMatchObject({
		gross: '£14,771.00',
		note: expect.stringContaining('Reverse charge') as string
	});
	const unproven = vector.replace('country=GB', 'country=US').replace('&evidence=yes', '');
	expect(view(unproven).gross).toBe('£17,725.20');
});

test('an address without answers prices the first example', () => {
	expect(view('').lines).toHaveLength(4);
	expect(view('datasets=measurements').net).not.toBe(view('').net);
});

test('who pays and who holds rights choose the tier, whatever the use', () => {
	const tier = (change: string) => {
		const made = price(vector.replace(/use=\w+&funder=\w+&rights=\w+/, change));
		return made.ok ? made.tier.tier : 'none';
	};
	expect(tier('use=research&funder=company&rights=none')).toBe('commercial');
	expect(tier('use=nhs&funder=public&rights=small')).toBe('sme');
	expect(tier('use=student&funder=public&rights=none')).toBe('student');
});

test('what is wrong is said at its field, in words for people', () => {
	expect(wrong(vector.replace('months=12', 'months=many'))).toEqual({
		months: 'Enter a whole number from 1 to 120'
	});
	expect(wrong('use=research&months=12&users=2')).toHaveProperty('datasets');
	expect(wrong(`${vector}&datasets=moon`)).toEqual({ datasets: 'Choose from the list' });
	expect(wrong(vector.replace('2026-12-01', '2026-02-30'))).toHaveProperty('start');
	expect(wrong(vector.replace('2026-12-01', '2029-01-01'))).toHaveProperty('start');
	expect(wrong(vector.replace('country=GB', 'country=<script>'))).toHaveProperty('country');
	expect(wrong(vector.replace('periods-linked-core=3', 'periods-linked-core=-1'))).toEqual({
		'periods-linked-core': 'Enter a whole number from 0 to 100'
	});
	expect(wrong(`${vector}&support=5`)).toHaveProperty('support');
});

test('a saved quote leads back to the same answers', () => {
	const made = price(vector);
	expect(tierAnswers(made.values)).not.toBeNull();
	expect(view(againQuery(made.values))).toEqual(view(vector));
	expect(tierAnswers({ use: 'constructor', funder: 'public', rights: 'none' })).toBeNull();
});

test('the list as CSV has a line for each item', () => {
	const lines = cardCsv(card).trimEnd().split('\r\n');
	expect(lines).toHaveLength(card.items.length + 1);
	expect(lines[1]).toBe(
		'application,New application,application,application,1431.00,1431.00,1431.00,1431.00,1431.00,,service'
	);
});
