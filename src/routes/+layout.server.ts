import { navigation } from './navigation.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => ({
	service: 'Aldgate',
	demo: locals.services.settings.demo,
	actor: locals.actor && {
		id: locals.actor.id,
		name: locals.actor.name,
		roles: locals.actor.roles.map(({ role }) => role)
	},
	navigation: navigation(locals.actor, url.pathname)
});
