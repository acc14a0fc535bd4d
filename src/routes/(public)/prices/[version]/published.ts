import { publicCard } from '#domain/pricing/store.server.ts';
import { Problem } from '#platform/problems.ts';

/** The card that an address names ("nhs-england-2026-v1"). @throws Problem 404 when none is public. */
export async function published(locals: App.Locals, slug: string) {
	const [, code, version] = /^([a-z0-9-]+)-v(\d{1,5})$/.exec(slug) ?? [];
	const found =
		code === undefined ? null : await locals.db.read((tx) => publicCard(tx, code, Number(version)));
	if (!found) throw new Problem(404, 'There is no such price list.');
	return found;
}
