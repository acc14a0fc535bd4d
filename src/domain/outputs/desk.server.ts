import type { Actor } from '#domain/people/actor.ts';
import { cohortOf, textAt } from '#domain/applications/answers.ts';
import { cohortInWords } from '#domain/catalogue/cohort-words.ts';
import { conditionsById } from '#domain/catalogue/store.server.ts';
import { readContents } from '#domain/workspaces/report.ts';
import type { Bound } from '#platform/db.server.ts';
import { compare, lineDifference } from './desk/compare.ts';
import { scopeOf, suggested } from './desk/scope.ts';
import * as store from './desk/store.server.ts';
import * as differencing from './differencing/store.server.ts';
import type { OutputFile } from './files/file.ts';
import * as files from './files/store.server.ts';
import { withCheckers } from './output.ts';
import { mayAdvise, mayCheck } from './policy.ts';
import { held } from './review/promise.ts';
import * as review from './review/store.server.ts';
import * as requests from './store.server.ts';
import * as turns from './turns/store.server.ts';
import { gridOf } from './view/grid.ts';

/** What the checker's desk shows beside the request itself. @throws Problem 404. */
export async function deskOf(db: Bound, who: Actor, id: string, at: Temporal.Instant) {
	const found = await db.read(async (tx) => {
		const request = await requests.find(tx, id);
		const approved = await store.approved(tx, id);
		const cohort = approved === null ? null : cohortOf(approved.answers);
		return {
			request,
			conditions: await conditionsById(tx, cohort?.conditions ?? []),
			standing: await requests.standing(tx, request.projectId, who.id),
			policy: await store.policy(tx),
			held: await files.files(tx, id),
			before: await turns.filesAt(tx, id, request.turn - 1),
			claim: await store.claim(tx, id),
			carried: await review.carried(tx, id),
			verdicts: await review.verdicts(tx, id),
			votes: await review.votes(tx, id),
			escalations: await store.escalations(tx, id),
			approved,
			compared: await differencing
				.latest(tx, id)
				.then((last) => (last === null ? [] : differencing.differences(tx, last.id)))
		};
	});
	const { request, standing } = found;
	const claim = held(found.claim, at);
	const open = withCheckers(request.status);
	return {
		claim:
			claim === null
				? null
				: {
						mine: claim.personId === who.id,
						by: claim.name ?? 'Another checker',
						since: claim.at.toString(),
						until: claim.until.toString()
					},
		mayClaim: open && mayCheck(who, standing).allowed && claim === null,
		mayEscalate: open && mayCheck(who, standing).allowed && request.escalatedAt === null,
		mayAdvise: open && request.escalatedAt !== null && mayAdvise(who, standing).allowed,
		/** Said to a checker of the project's own organisation, where the policy allows one. */
		employed: standing.employed,
		carried: found.carried,
		scope: scopeView(found.approved, found.held, found.conditions),
		earlier: Object.fromEntries(
			found.held.flatMap((file) => {
				const then = found.before.find((one) => one.id === file.id);
				if (then === undefined || then.sha256 === file.sha256) return [];
				return [[file.id, differenceOf(file, then)]];
			})
		),
		/** Cells that another release, or another table of this request, gives away. */
		recoverable: found.compared.map(({ fileId, cell, level, within, source }) => ({
			file: fileId,
			cell,
			level,
			words: within
				? `Another table of this request (${source?.file ?? 'not named'}) makes this cell recoverable.`
				: `An earlier release (${source?.title ?? 'not named'}) makes this cell recoverable.`
		})),
		verdicts: found.verdicts.map((one) => ({
			turn: one.turn,
			file: one.fileId,
			name: one.name,
			by:
				one.personId === who.id
					? 'You'
					: (found.votes.find(({ personId }) => personId === one.personId)?.name ?? 'A checker'),
			choice: one.choice,
			reasons: one.reasons,
			words: one.words,
			exception: one.exception
		})),
		escalations: found.escalations.map((one) => ({
			...one,
			askedAt: one.askedAt.toString(),
			answeredAt: one.answeredAt?.toString() ?? null
		}))
	};
}

type Asked = Pick<OutputFile, 'name' | 'specification' | 'context' | 'supporting'>;

/** The first question, filled in from what was approved and from what the tables use. */
function scopeView(
	approved: store.Approved | null,
	files: readonly Asked[],
	conditions: readonly { readonly id: bigint | number; readonly name: string }[]
) {
	const contents = readContents(approved?.contents ?? null).map(({ name, columns }) => ({
		name,
		// a source column may end as several: a birth date as a birth year and an age
		columns: columns.flatMap(({ output }) => output.split(', '))
	}));
	const scopes = files
		.filter(({ supporting }) => !supporting)
		.map(({ name, specification, context }) =>
			scopeOf(
				{ name, specification, population: context.population },
				{ contents, tables: approved?.tables ?? [] }
			)
		);
	const cohort = approved === null ? null : cohortOf(approved.answers);
	const names = {
		conditions: new Map(conditions.map(({ id, name }) => [Number(id), name])),
		boards: new Map<string, string>()
	};
	return {
		suggested: suggested(scopes),
		purpose: approved === null ? '' : textAt(approved.answers, 'safe-project', 'aims'),
		population: cohort === null ? [] : cohortInWords(cohort, names),
		tables: approved?.tables ?? [],
		files: scopes
	};
}

type Sent = turns.SentFile;

function differenceOf(file: OutputFile, then: Sent) {
	if (file.answer.kind === 'table' && then.answer.kind === 'table')
		return {
			table: compare(
				gridOf(file.answer, file.control, null),
				gridOf(then.answer, then.control, null)
			),
			lines: null
		};
	return { table: null, lines: lineDifference(textOf(then.answer), textOf(file.answer)) };
}

const textOf = (answer: OutputFile['answer']): string => {
	if (answer.kind === 'table') return '';
	const { text, preview } = answer;
	return text ?? [preview.header, ...preview.rows].map((cells) => cells.join(',')).join('\n');
};

export type DeskView = Awaited<ReturnType<typeof deskOf>>;
