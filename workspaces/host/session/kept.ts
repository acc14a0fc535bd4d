/** An answer that a session's person may fetch again, for as long as the session lives. */
export type Kept = { readonly run: string; readonly answer: object; readonly size: number };

/** Answers kept of one session, and letters of all of them together: plots are large. */
const most = { answers: 40, letters: 24_000_000 };

/** The answers with a new one, and without the oldest ones that there is no room for. */
export function withAnswer(
	kept: readonly Kept[],
	run: string,
	answer: object
): readonly [Kept, ...Kept[]] {
	const newest = { run, answer, size: JSON.stringify(answer).length };
	let letters = newest.size;
	const older: Kept[] = [];
	for (const one of kept) {
		letters += one.size;
		if (older.length + 1 >= most.answers || letters > most.letters) break;
		older.push(one);
	}
	return [newest, ...older];
}
