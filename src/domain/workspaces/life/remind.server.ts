import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import { projectReference } from '#domain/projects/project.ts';
import type { Bound } from '#platform/db.server.ts';
import { dayInWords, londonDay } from '#platform/time.ts';
import * as due from './due.store.server.ts';
import { reached, thresholds } from './life.ts';

/**
 * Tells the members of projects that end soon, 60, 30 and 7 days before: on their page and by mail,
 * each once for a person and an end date, whatever the clock or the worker does. For the clock.
 * Answers how many were told something new.
 */
export async function remind(db: Bound, at: Temporal.Instant): Promise<number> {
	const today = londonDay(at);
	const found = await db.read((tx) => due.ending(tx, today, today.add({ days: thresholds[0] })));
	let told = 0;
	for (const project of found) {
		const now = reached(today.until(project.endsOn, { largestUnit: 'days' }).days);
		if (now !== null) told += await tellAll(db, project, now, at);
	}
	return told;
}

function tellAll(
	db: Bound,
	{ project, organisation, number, title, endsOn, people }: due.Ending,
	now: NonNullable<ReturnType<typeof reached>>,
	at: Temporal.Instant
): Promise<number> {
	const day = dayInWords(endsOn);
	const reference = projectReference(number);
	const subject = `${reference} “${title}”`.slice(0, 160) + ` ends on ${day}`;
	const words = [
		`The workspace of ${reference} “${title}” can be used until ${day}.`,
		'From the day after it is read-only: nothing can be run, and outputs that were asked for are still decided.',
		'Ask for the outputs that you need, or for an extension, before then.'
	].join('\n\n');
	return act(db, service, async (tx) => {
		let told = 0;
		for (const person of people)
			if (await due.tell(tx, { project, person, endsOn, ...now, subject, words, at })) told += 1;
		const detail = { endsOn: endsOn.toString(), days: now.tell, told };
		return {
			result: told,
			event:
				told === 0
					? []
					: {
							action: 'project.remind',
							subject: { kind: 'project', id: project },
							organisation,
							detail,
							at
						}
		};
	});
}
