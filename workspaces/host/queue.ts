/** How many runs go at once, how many may wait, and how many of either one person may have. */
export type Room = { readonly running: number; readonly waiting: number; readonly each: number };

export type Queue = {
	/**
	 * Runs `work` when there is room; first come, first served.
	 * @throws Full at once, in words for the person, when there is no room to wait either.
	 */
	readonly join: <T>(person: string, work: () => Promise<T>) => Promise<T>;
};

/** There is no room: the message says why and what to do. */
export class Full extends Error {}

export function queue({ running, waiting, each }: Room): Queue {
	const held = new Map<string, number>();
	const line: (() => void)[] = [];
	let going = 0;

	const enter = async (): Promise<void> => {
		if (going < running) {
			going++;
			return;
		}
		await new Promise<void>((resolve) => line.push(resolve));
	};
	const next = (): void => {
		const first = line.shift();
		if (first) first();
		else going--;
	};
	const hold = (person: string, by: number): number => {
		const now = (held.get(person) ?? 0) + by;
		if (now === 0) held.delete(person);
		else held.set(person, now);
		return now;
	};

	return {
		join: async (person, work) => {
			if ((held.get(person) ?? 0) >= each)
				throw new Full(
					`You already have ${each} runs going or waiting. Wait for one to end, or stop it.`
				);
			if (going >= running && line.length >= waiting)
				throw new Full(
					`All ${running} places are taken and ${waiting} runs are waiting. Try again in a minute.`
				);
			hold(person, 1);
			try {
				await enter();
				try {
					return await work();
				} finally {
					next();
				}
			} finally {
				hold(person, -1);
			}
		}
	};
}
