import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The colours as the stylesheet has them, so that a change there is judged here. */
const brand = Object.fromEntries(
	[
		...readFileSync(new URL('_brand.scss', import.meta.url), 'utf8').matchAll(
			/^\$([\w-]+): #(\w+);/gm
		)
	].map(([, name = '', hex = '']) => [name, hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex])
);

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(name: string): number {
	const hex = name === 'white' ? 'ffffff' : (brand[name] ?? '');
	const [r = NaN, g = NaN, b = NaN] = [0, 2, 4].map((at) => {
		const c = parseInt(hex.slice(at, at + 2), 16) / 255;
		return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
	const [high = NaN, low = NaN] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (high + 0.05) / (low + 0.05);
}

test.each([
	['ink', 'white'],
	['ink', 'mist'],
	['teal', 'white'],
	['teal', 'mist'],
	['text', 'focus'],
	['text', 'amber'],
	['quiet', 'white'],
	['quiet', 'fog'],
	['amber-text', 'amber-pale'],
	['green', 'green-pale'],
	['red', 'red-pale'],
	['red', 'white']
])('%s on %s can be read (4.5 : 1)', (one, other) => {
	expect(contrast(one, other)).toBeGreaterThanOrEqual(4.5);
});

test.each([
	['focus', 'ink'],
	['quiet', 'white'],
	['teal', 'mist']
])('%s stands out against %s (3 : 1)', (one, other) => {
	expect(contrast(one, other)).toBeGreaterThanOrEqual(3);
});
