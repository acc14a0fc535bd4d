/**
 * How a status feels. Each has a colour and a mark of its own, so that colour is never alone:
 * draft ○ · progress ◐ · waiting ◆ (the warm accent: somebody must act) · good ✓ · bad ✕ · closed –
 */
export type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';

/** The table that a capability keeps beside its statuses: the words and the tone of each. */
export type StatusTable<Status extends string> = Readonly<
	Record<Status, { readonly text: string; readonly tone: Tone }>
>;

export const marks: Readonly<Record<Tone, string>> = {
	draft: '○',
	progress: '◐',
	waiting: '◆',
	good: '✓',
	bad: '✕',
	closed: '–'
};
