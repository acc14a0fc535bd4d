import { formOf } from '#domain/applications/form/forms.ts';
import { inWords } from '#domain/applications/form/reading.ts';
import { lists } from '#domain/applications/form/store.server.ts';
import { readFor } from '#domain/applications/read.server.ts';
import * as review from '#domain/applications/review/store.server.ts';
import { organisation } from '#domain/applications/sources/store.server.ts';
import * as applications from '#domain/applications/store.server.ts';
import { streamNames, unfinished, verdicts } from '#domain/applications/streams.ts';
import type { Application } from '#domain/applications/application.ts';
import { canonical } from '#platform/canonical.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import { mayClose, mayDeclare, mayReadPapers, mayVote } from './policy.ts';
import { countingWords } from './rule.ts';
import * as store from './store.server.ts';

/**
 * The committee's page of an application: declaration, then the papers, the opinions and the vote.
 * Staff who may read applications see the papers as well. @throws Problem 404 for everybody else.
 */
export async function papersFor(tx: Tx, actor: Actor, id: string, at: Temporal.Instant) {
	const { application, access } = await readFor(tx, actor, id);
	const committee = await store.committee(tx);
	const declared = await store.declared(tx, id, actor.id);
	const interest = declared?.interest ?? null;
	const open = access === 'all' || mayReadPapers(interest).allowed;
	const today = londonDay(at);
	const { rule, version: ruleVersion } = await store.ruleOn(tx, committee.id, today);
	const members = await store.members(tx, committee.id, id, application.round, today);
	const streams = await review.streams(tx, id);
	const applicant = await organisation(tx, application.organisationId);
	const mine = members.find(({ personId }) => personId === actor.id);
	const mayVoteNow = mayVote(actor, committee.id, application, interest);
	const mayCloseNow = mayClose(actor, committee.id, application, interest);
	return {
		id,
		title: application.title,
		number: String(application.number),
		version: application.version,
		status: application.status,
		organisation: applicant.name,
		committee: committee.name,
		declared,
		papers: open,
		sections: open ? await pack(tx, application) : [],
		opinions: open
			? streams
					.filter(({ verdict }) => verdict !== null)
					.map(({ kind, verdict, note, doneBy }) => ({
						name: streamNames[kind],
						verdict: verdict === null ? '' : verdicts[verdict],
						note,
						by: doneBy
					}))
			: [],
		waitingFor: unfinished(streams).map((kind) => streamNames[kind]),
		rule: {
			version: ruleVersion,
			voters: rule.minimumVoters,
			public: rule.minimumPublic,
			words: countingWords[rule.counting]
		},
		// who has voted is known to the committee while the vote is open; how, only to themselves
		voters: members.map(({ name, interest: theirs, choice, public: ofPublic, chair }) => ({
			name,
			seat: chair ? 'Chair' : ofPublic ? 'Public member' : 'Member',
			declared: theirs,
			voted: choice !== null
		})),
		mine: mine ? { choice: mine.choice, reason: mine.reason } : null,
		can: {
			declare: mayDeclare(actor, committee.id, application).allowed,
			vote: mayVoteNow.allowed,
			close: mayCloseNow.allowed
		}
	};
}

/** Every section in plain words, each answer beside what it was when the application was returned. */
async function pack(tx: Tx, application: Application) {
	const offered = await lists(tx, application.organisationId);
	const before =
		application.returnedVersion === null
			? null
			: await applications.answersAt(tx, application.id, application.returnedVersion);
	return formOf(application.formVersion).sections.map(({ code, title, fields }) => ({
		code,
		title,
		answers: fields.map((field) => {
			const now = application.answers[code]?.[field.name];
			const then = before?.[code]?.[field.name];
			const changed = before !== null && canonical(now ?? null) !== canonical(then ?? null);
			return {
				label: field.label,
				words: inWords(field, now, offered),
				before: changed ? wordsOrNone(inWords(field, then, offered)) : null
			};
		})
	}));
}

const wordsOrNone = (words: string[]): string[] => (words.length > 0 ? words : ['Nothing']);
