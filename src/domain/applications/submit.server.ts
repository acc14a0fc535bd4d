import type { Actor } from '#domain/people/actor.ts';
import { canonical } from '#platform/canonical.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay, plural } from '#platform/time.ts';
import { membersOf, textAt } from './answers.ts';
import type { Application } from './application.ts';
import { gaps, type Gap } from './form/complete.ts';
import type { Form } from './form/field.ts';
import { formOf, sectionOf } from './form/forms.ts';
import { lists } from './form/store.server.ts';
import { move, type Order } from './move.server.ts';
import * as people from './people/store.server.ts';
import * as store from './store.server.ts';

/**
 * Sends a draft for review: complete, everybody named with an account, and every section that was
 * returned changed since.
 */
export const submit = (db: Bound, who: Actor, order: Order): Promise<string> =>
	move(db, who, 'application.submit', order, async (tx, application) => {
		const form = formOf(application.formVersion);
		const offered = await lists(tx, application.organisationId);
		const open = gaps(form, application.answers, offered, londonDay(order.at));
		if (open.length > 0) throw new Problem(409, unfinished(form, open));
		const untouched = await untouchedSections(tx, application);
		if (untouched.length > 0)
			throw new Problem(
				409,
				`Change what was returned before you send it again: ${names(form, untouched)}.`
			);
		const members = await accountsOf(tx, application);
		await people.setPeople(
			tx,
			order.id,
			[
				{ person: application.leadId, role: 'lead' },
				...members
					.filter((person) => person !== application.leadId)
					.map((person) => ({ person, role: 'member' as const })),
				{ person: textAt(application.answers, 'safe-people', 'signatory'), role: 'signatory' }
			],
			order.at
		);
		return { detail: { version: application.version, tier: application.tier } };
	});

/** "Answer what is missing first: Safe data (2 answers), Commercial (1 answer)." */
function unfinished(form: Form, open: readonly Gap[]): string {
	const counts = form.sections.flatMap(({ code, title }) => {
		const here = open.filter(({ section }) => section === code).length;
		return here > 0 ? [`${title} (${plural(here, 'answer')})`] : [];
	});
	return `Answer what is missing first: ${counts.join(', ')}.`;
}

const names = (form: Form, codes: readonly string[]): string =>
	codes.map((code) => sectionOf(form, code)?.title ?? code).join(', ');

/** Returned sections that read exactly as when they were returned. */
async function untouchedSections(tx: Tx, application: Application): Promise<string[]> {
	const { returnedVersion, returnedSections, answers } = application;
	if (application.status !== 'returned' || returnedVersion === null) return [];
	const before = await store.answersAt(tx, application.id, returnedVersion);
	return returnedSections.filter(
		(code) => canonical(answers[code] ?? {}) === canonical(before?.[code] ?? {})
	);
}

/** The ids of everybody named. Somebody without an account could accept no terms later. */
async function accountsOf(tx: Tx, { answers }: Application): Promise<string[]> {
	const members = membersOf(answers);
	const found = await people.accounts(
		tx,
		members.map(({ email }) => email)
	);
	const missing = members.filter(({ email }) => !found.some((one) => one.email === email));
	if (missing.length > 0)
		throw new Problem(
			409,
			`Everybody named in Safe people needs an account here first: ${missing.map(({ name }) => name).join(', ')}.`
		);
	return found.map(({ id }) => id);
}
