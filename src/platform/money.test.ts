import { expect, test } from 'vitest';
import { pounds, vat } from './money.ts';

test('VAT rounds half a penny up', () => {
	expect(vat(125_03n, 2000n)).toBe(25_01n);
	expect(vat(2n, 2500n)).toBe(1n);
});

test('the VAT of a credit note cancels that of its invoice', () => {
	for (const net of [1n, 2n, 3n, 12_503n, 1_477_100n])
		expect(vat(net, 2000n) + vat(-net, 2000n)).toBe(0n);
});

test('pounds are written with two places and a real minus sign', () => {
	expect(pounds(1_234_567_05n)).toBe('£1,234,567.05');
	expect(pounds(-5n)).toBe('−£0.05');
});
