/** What a single key does at the desk. */
export type Keys = {
	readonly next: () => void;
	readonly previous: () => void;
	readonly nextFile: () => void;
	readonly previousFile: () => void;
	readonly comment: () => void;
	readonly approve: () => void;
	readonly changes: () => void;
	readonly vote: () => void;
	readonly help: () => void;
};

const actions: Readonly<Record<string, keyof Keys>> = {
	n: 'next',
	p: 'previous',
	j: 'nextFile',
	k: 'previousFile',
	c: 'comment',
	a: 'approve',
	x: 'changes',
	v: 'vote',
	'?': 'help'
};

/** Where keys are letters: nothing of ours happens while somebody types (WCAG 2.1.4). */
const typing = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable ||
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(target.type)));

/** Does what a key stands for; Escape leaves a field, so that the keys work again. */
export function pressed(event: KeyboardEvent, keys: Keys): void {
	if (event.ctrlKey || event.metaKey || event.altKey) return;
	if (typing(event.target)) {
		if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
		return;
	}
	const action = actions[event.key];
	if (action === undefined) return;
	event.preventDefault();
	keys[action]();
}
