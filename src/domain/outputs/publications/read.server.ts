import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { standing } from '../store.server.ts';
import { countsOf } from './compare.ts';
import { summary, told } from './words.ts';
import { mayChangeTables, mayDecide, mayPrepare } from './policy.ts';
import { moves, type Publication } from './publication.ts';
import * as store from './store.server.ts';

/** The publications that somebody may see, the projects they may write up, and what is required. */
export async function list(db: Bound, who: Actor) {
	const found = await db.read(async (tx) => ({
		all: await store.list(tx),
		projects: may(who, 'publication.draft').allowed ? await store.projectsOf(tx, who.id) : [],
		datasets: may(who, 'dataset.require-review').allowed ? await store.datasets(tx) : []
	}));
	return {
		publications: found.all.map(view),
		projects: found.projects.map(({ id, title, required }) => ({ id, title, required })),
		datasets: found.datasets,
		reviewer: may(who, 'publication.approve').allowed
	};
}

/** Everything that the page of a publication shows. @throws Problem 404. */
export async function read(db: Bound, who: Actor, id: string) {
	const { found, tables, stand, events } = await db.read(async (tx) => {
		const one = await store.find(tx, id);
		return {
			found: one,
			tables: await store.tables(tx, id),
			stand: await standing(tx, one.projectId, who.id),
			events: await timeline(tx, 'publication', id)
		};
	});
	const { status } = found;
	return {
		publication: view(found),
		may: {
			change: mayChangeTables(who, stand, status).allowed,
			withdraw:
				mayPrepare(who, stand).allowed &&
				(moves['publication.withdraw'].from as readonly string[]).includes(status),
			decide: mayDecide(who, stand, status).allowed
		},
		tables: tables.map(({ compared, ...table }) => ({
			...table,
			header: compared.header.map((name, column) => ({
				name,
				/** It heads figures. */
				figures: compared.cells.some((cell) => cell.column === column)
			})),
			rows: compared.rows.map((row, at) =>
				row.map((text, column) => ({
					text,
					outcome:
						compared.cells.find((cell) => cell.row === at && cell.column === column)?.outcome ??
						null
				}))
			),
			counts: countsOf([compared]),
			files: [...new Set(compared.cells.flatMap(({ file }) => file ?? []))]
		})),
		summary: summary(countsOf(tables.map(({ compared }) => compared))),
		events: events.map(told)
	};
}

const view = (one: Publication) => ({
	id: one.id,
	number: String(one.number),
	projectId: one.projectId,
	project: one.projectTitle,
	application: one.applicationId,
	status: one.status,
	title: one.title,
	journal: one.journal,
	plannedOn: one.plannedOn.toString(),
	version: one.version,
	reason: one.reason,
	since: one.statusSince.toString()
});

export type PublicationPage = Awaited<ReturnType<typeof read>>;
