import type { Rounding } from './schema.ts';

/** The least and the most that a published count may stand for, ends included. */
export type Range = { readonly least: number; readonly most: number };

/** Methods whose published values say by themselves between what the true ones lie. */
type Plain = Exclude<Rounding['method'], 'cell-key'>;

/**
 * What a rounded count says of the true one, which is whole and not negative. `steps` is how many
 * multiples further than the nearest two a controlled rounding may go (SDC Handbook 2nd ed. §5.5, K).
 */
export function standsFor(published: number, method: Plain, base: number, steps = 0): Range {
	const from = (least: number, most: number): Range => ({ least: Math.max(0, least), most });
	if (method === 'midpoint6')
		return published === 0 ? from(0, 0) : from(published - 2, published + 3);
	if (method === 'conventional')
		return from(published - Math.floor(base / 2), published + Math.ceil(base / 2) - 1);
	const away = (steps + 1) * base - 1;
	return from(published - away, published + away);
}
