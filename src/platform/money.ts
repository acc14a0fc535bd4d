/** Pounds are for people. Everything else counts pence, as a bigint, so sums cannot drift. */
export type Pence = bigint;

const basisPoints = 10_000n;

/**
 * VAT on a net amount. `rate` in basis points (2000n = 20 %). Half a penny rounds up on the
 * magnitude and the sign is put back, so that a credit note cancels its invoice to the penny.
 */
export function vat(net: Pence, rate: bigint): Pence {
	const size = net < 0n ? -net : net;
	const tax = (size * rate + basisPoints / 2n) / basisPoints;
	return net < 0n ? -tax : tax;
}

export const sum = (amounts: readonly Pence[]): Pence =>
	amounts.reduce((total, n) => total + n, 0n);

/** As people read it: £1,234.50, with a real minus sign. */
export function pounds(amount: Pence): string {
	const [sign, size] = amount < 0n ? ['−', -amount] : ['', amount];
	return `${sign}£${(size / 100n).toLocaleString('en-GB')}.${String(size % 100n).padStart(2, '0')}`;
}
