/** One after another, so that a file with many tables holds the memory of one. */
export async function inTurn<T, U>(
	all: readonly T[],
	work: (one: T, index: number) => Promise<U>
): Promise<U[]> {
	const done: U[] = [];
	for (const [index, one] of all.entries()) done.push(await work(one, index));
	return done;
}
