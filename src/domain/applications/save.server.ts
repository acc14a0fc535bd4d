import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Json } from '#platform/canonical.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { purposeOf, textAt, tierAnswered } from './answers.ts';
import { insistStage } from './application.ts';
import { formOf, sectionOf } from './form/forms.ts';
import { mayEdit } from './policy.ts';
import * as people from './people/store.server.ts';
import * as store from './store.server.ts';

export type Save = {
	readonly id: string;
	readonly section: string;
	/** All answers of the section, already checked for type and length. */
	readonly answers: Readonly<Record<string, Json>>;
	/** The version that the form was shown with. */
	readonly version: number;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Saves one section as the application's next version; answers that version's number.
 * @throws Problem 409 when another save came first: nothing of either is lost or mixed.
 */
export const save = (db: Bound, who: Actor, order: Save): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const application = await store.lock(tx, order.id);
		insistStage(application.status, 'application.submit'); // only what can be sent can be written in
		insist(mayEdit(who, application, await people.isListed(tx, order.id, who.id)));
		if (order.version !== application.version) throw saveAgain();
		if (!sectionOf(formOf(application.formVersion), order.section))
			throw new Problem(404, 'There is no such section.');
		const answers = { ...application.answers, [order.section]: order.answers };
		const tier = tierAnswered(answers) ?? application.tier;
		await store.saveAnswers(
			tx,
			order.id,
			{
				title: textAt(answers, 'safe-project', 'title'),
				answers,
				tier,
				purpose: purposeOf(tier)
			},
			who.id,
			order.at
		);
		return {
			result: String(application.version + 1),
			event: {
				action: 'application.save',
				subject: { kind: 'application', id: order.id },
				organisation: application.organisationId,
				detail: { section: order.section, version: application.version + 1, tier },
				at: order.at
			}
		};
	});

const saveAgain = () =>
	new Problem(
		409,
		'This application was changed in another tab or by somebody else. What you typed is still here: compare it with what was saved, then save again to keep yours.'
	);
