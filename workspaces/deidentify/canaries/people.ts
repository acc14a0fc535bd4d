/** How many synthetic people are planted (deidentification.md §5.3). */
export const planted = 20;

/** Valid NHS numbers above a base that no register uses, nor our own population, however large. */
function nhsNumbers(count: number): string[] {
	const found: string[] = [];
	for (let start = 990_100_000; found.length < count; start++) {
		const nine = String(start);
		const sum = Array.from(nine).reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
		const check = (11 - (sum % 11)) % 11;
		if (check < 10) found.push(`${nine}${String(check)}`);
	}
	return found;
}

export type Canary = {
	readonly person: number;
	readonly nhs: string;
	/** ISO day. */
	readonly birth: string;
	/** A word that nobody is called. */
	readonly word: string;
};

const two = (value: number) => String(value).padStart(2, '0');
const letters = (at: number) => String.fromCharCode(97 + Math.floor(at / 5), 97 + (at % 5));

/** The planted people: their keys fit a 32-bit integer, in case that is what the source has. */
export const canaries: readonly Canary[] = nhsNumbers(planted).map((nhs, at) => ({
	person: 2_000_000_101 + at,
	nhs,
	birth: `${String(1941 + at)}-${two(1 + (at % 12))}-${two(13 + (at % 9))}`,
	word: `zyxcanary${letters(at)}`
}));

/** A time of day that is in every time planted, and must be in nothing released. */
export const clock = '13:37:42';
