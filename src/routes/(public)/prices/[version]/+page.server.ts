import { cardView } from '#domain/pricing/view.ts';
import { published } from './published.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { card, sha256, status } = await published(locals, params.version);
	return { title: card.name, card: cardView(card, sha256), retired: status === 'retired' };
};
