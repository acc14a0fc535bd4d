/** The number of the cell that an event happened in, counted along the lines; null outside of cells. */
export const placeOf = (target: EventTarget | null): number | null => {
	const held = target instanceof Element ? target.closest<HTMLElement>('td[data-at]') : null;
	return held === null ? null : Number(held.dataset['at']);
};

/** Moves the focus from cell to cell of a grid as many columns wide, as its arrow keys say. */
export function walk(event: KeyboardEvent, width: number, grid: HTMLElement | undefined): void {
	const at = placeOf(event.target);
	if (at === null || event.ctrlKey || event.metaKey || event.altKey) return;
	const start = at - (at % width);
	const to = {
		ArrowRight: at + 1 < start + width ? at + 1 : at,
		ArrowLeft: at > start ? at - 1 : at,
		ArrowDown: at + width,
		ArrowUp: at - width,
		Home: start,
		End: start + width - 1
	}[event.key];
	if (to === undefined) return;
	event.preventDefault();
	grid?.querySelector<HTMLElement>(`td[data-at="${String(to)}"]`)?.focus();
}
