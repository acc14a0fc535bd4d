import { remedy, sentence, type Kind } from '#domain/disclosure/differencing/difference.ts';
import type { Bound } from '#platform/db.server.ts';
import * as store from './store.server.ts';

const kindWords = {
	nested: 'One cell lies within the other',
	near: 'A few people joined and a few left',
	rest: 'Groups taken away from a larger one',
	excess: 'A group taken away from smaller ones',
	hidden: 'The cell was suppressed there',
	dominated: 'One person makes up nearly all of the difference',
	linked: 'The cells and totals that tables share',
	mean: 'Its decimals tell how many people it is of'
} as const satisfies Record<Kind, string>;

/**
 * What the latest comparison of a request found, as far as the reader may know; null before the first.
 * `through`: how many releases it looked at. `apart`: files that could not be compared, and why.
 */
export async function differencesOf(db: Bound, request: string) {
	const found = await db.read(async (tx) => {
		const comparison = await store.latest(tx, request);
		return comparison === null
			? null
			: { comparison, differences: await store.differences(tx, comparison.id) };
	});
	if (found === null) return null;
	const { comparison, differences } = found;
	const nameOf = (id: string): string =>
		comparison.files.find((file) => file.id === id)?.name ?? 'A file since removed';
	return {
		at: comparison.at.toString(),
		through: Number(comparison.through),
		apart: comparison.files
			.filter(({ compared }) => !compared)
			.map(({ name, because }) => ({ name, because })),
		findings: differences.map(({ fileId, cell, level, within, source }) => ({
			fileId,
			file: nameOf(fileId),
			cell,
			level,
			sentence: sentence({ within }),
			remedy: remedy({ within }),
			source:
				source === null
					? null
					: {
							how: kindWords[source.kind],
							people: source.sizeClass,
							file: source.file,
							cells: source.cells,
							title: source.title,
							released: source.releasedAt?.toString() ?? null,
							/** Null for the request's own, and where the reader may not look. */
							href: source.requestId === null ? null : `/outputs/${source.requestId}`
						}
		}))
	};
}

export type DifferencesView = NonNullable<Awaited<ReturnType<typeof differencesOf>>>;
