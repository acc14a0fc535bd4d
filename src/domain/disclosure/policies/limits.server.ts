import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Parameter } from './parameters.ts';
import { shownLimits } from './public.ts';
import * as store from './store.server.ts';

export type Limits = {
	readonly id: string;
	readonly title: string;
	readonly parameters: readonly Pick<Parameter, 'label' | 'value'>[];
	readonly policies: string;
};

/** What somebody's projects are held to on a day, as far as anybody may know it. */
export const limitsOf = (db: Bound, who: Actor, day: Temporal.PlainDate): Promise<Limits[]> =>
	db.read(async (tx) => {
		const projects = await store.projectsOf(tx, who.id, day);
		const found = await store.publicContents(
			tx,
			projects.flatMap(({ versions }) => versions)
		);
		return projects.map(({ id, title, versions }) => {
			const own = found.filter(({ version }) => versions.includes(version));
			const controllers = own.filter(({ owner }) => owner !== null).length;
			return {
				id,
				title,
				parameters: shownLimits(own.map(({ content }) => content)),
				policies:
					controllers === 0
						? 'the service’s'
						: `the service’s, and ${controllers === 1 ? 'a controller’s' : `those of ${String(controllers)} controllers`}`
			};
		});
	});
