/** Moves the focus to the flagged cell after the one in focus, or before; else to a file's first. */
export function reachFlag(
	desk: HTMLElement | undefined,
	file: string | undefined,
	by: 1 | -1
): void {
	const flags = [...(desk?.querySelectorAll<HTMLElement>('[data-flag]') ?? [])];
	if (flags.length === 0) return;
	const at = flags.findIndex((one) => one === document.activeElement);
	const first = flags.findIndex(
		(one) => one.closest<HTMLElement>('[data-file]')?.dataset['file'] === file
	);
	const to = at < 0 ? Math.max(0, first) : (at + by + flags.length) % flags.length;
	flags[to]?.focus();
}

/** Says in the conversation's form which cell is meant; it lists the first flagged ones only. */
export function remarkOn(file: { readonly id: string; readonly name: string }, cell: string): void {
	const select = document.querySelector<HTMLSelectElement>('#comment select');
	const value = `${file.id}|${cell}`;
	if (!select) return;
	if (![...select.options].some((option) => option.value === value))
		select.add(new Option(`${file.name}: ${cell}`, value));
	select.value = value;
}
