/**
 * The five groups of the Office for National Statistics as OMOP concepts: Asian, Black, White, other,
 * and 0 for mixed or not stated, which the vocabulary does not tell apart (class C15).
 */
export const fiveGroups: readonly string[] = ['8515', '8516', '8527', '8522', '0'];

/** NHS ethnic categories, one letter each, by group (census of 2021: Chinese is Asian). */
const letters: Readonly<Record<string, string>> = Object.fromEntries(
	[
		['White', 'A B C'],
		['Mixed', 'D E F G'],
		['Asian', 'H J K L R'],
		['Black', 'M N P'],
		['Other', 'S']
	].flatMap(([group = '', of = '']) => of.split(' ').map((letter) => [letter, group]))
);

/** The group that an ethnic category leaves as; itself when it is one, null when it is not known. */
export function groupOf(code: string, wider: readonly string[]): string | null {
	if (fiveGroups.includes(code)) return code;
	return wider.find((one) => fiveGroups.includes(one)) ?? letters[code] ?? null;
}
