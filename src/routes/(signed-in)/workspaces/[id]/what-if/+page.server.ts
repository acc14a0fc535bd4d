import * as v from 'valibot';
import { whatIfPage } from '#domain/workspaces/gates/read.server.ts';
import { askedOf, factNames, WouldBe } from '#domain/workspaces/gates/what-if.ts';
import { Problem } from '#platform/problems.ts';
import { ServiceError } from '#platform/socket.server.ts';
import { someone } from '../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = someone(locals);
	const view = await whatIfPage(locals.db, actor, params.id);
	const { choice: asked, typed, problem } = askedOf(url.searchParams);
	return {
		...view,
		title: `What if: data of ${view.projectTitle}`,
		asked,
		typed,
		problem,
		facts: factNames,
		...(problem === null
			? await tried(locals.services.vault, actor.id, view.snapshot, asked)
			: { answer: null, because: `${problem}.` })
	};
};

async function tried(
	vault: App.Locals['services']['vault'],
	person: string,
	snapshot: string | null,
	choice: ReturnType<typeof askedOf>['choice']
) {
	if (snapshot === null) return { answer: null, because: 'There are no counts yet.' };
	try {
		const said = await vault.whatIf({ person, snapshot, choice });
		return { answer: v.parse(WouldBe, said), because: null };
	} catch (error) {
		if (error instanceof Problem || error instanceof ServiceError)
			return { answer: null, because: error.message };
		throw error;
	}
}
