import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Verdict } from '#platform/problems.ts';
import { mayConfirm, mayPropose, mayPublish } from './policy.ts';
import * as store from './store.server.ts';
import { isConfirmed } from './version.ts';
import {
	classOptions,
	columnLines,
	controllersInWords,
	nextRefresh,
	tableLines,
	type Filter
} from './view.ts';

/** The sentence beside a button that cannot be pressed; null hides a button that is not theirs. */
const button = (theirs: boolean, verdict: Verdict) =>
	!theirs ? null : { because: verdict.allowed ? undefined : verdict.because };

/**
 * A version as its page shows it: one table of it at a time, what differs from the published one,
 * and what the reader may do. @throws Problem 404.
 */
export async function pageFor(
	tx: Tx,
	actor: Actor,
	asked: { readonly id: string; readonly table: string; readonly filter: Filter }
) {
	const version = await store.find(tx, asked.id);
	const columns = await store.columns(tx, asked.id);
	const tables = tableLines(await store.tables(tx, asked.id), columns);
	const published = version.status === 'published' ? null : await store.published(tx, version.code);
	const before = published === null ? null : await store.columns(tx, published.id);
	const table = tables.find(({ code }) => code === asked.table) ?? tables[0];
	const shown = columnLines(columns, before, { table: table?.code ?? '', filter: asked.filter });
	const { status } = version;
	return {
		id: version.id,
		code: version.code,
		name: version.name,
		version: version.version,
		description: version.description,
		product: version.product,
		sensitivity: version.sensitivity,
		asOf: version.asOf.toString(),
		next: nextRefresh(version),
		delivery: version.delivery,
		status,
		since: version.statusSince.toString(),
		problem: version.problem,
		controllers: controllersInWords(version),
		registeredBy: version.registeredByName,
		publishedBy: version.publishedByName,
		tables,
		table,
		filter: asked.filter,
		before: published === null ? null : published.version,
		...shown,
		left: columns.filter((column) => !isConfirmed(column)).length,
		total: columns.length,
		classes: classOptions,
		mayConfirm: mayConfirm(actor, version).allowed,
		propose: button(
			status === 'draft' && may(actor, 'dataset.propose').allowed,
			mayPropose(actor, version, columns)
		),
		publish: button(
			status === 'proposed' && may(actor, 'dataset.publish').allowed,
			mayPublish(actor, version, columns)
		),
		mayReturn: status === 'proposed' && may(actor, 'dataset.return').allowed,
		mayReread: status === 'unreadable' && may(actor, 'dataset.reread').allowed,
		mayDiscard:
			['reading', 'unreadable', 'draft'].includes(status) && may(actor, 'dataset.discard').allowed
	};
}

const words: Readonly<Record<string, string>> = {
	'dataset.register': 'Registered it',
	'dataset.reread': 'Had it read again',
	'dataset.propose': 'Handed it over for publishing',
	'dataset.return': 'Gave it back',
	'dataset.publish': 'Published it',
	'dataset.discard': 'Put it aside'
};

/** What happened, in words. */
export function said(action: string, detail: Readonly<Record<string, unknown>>): string {
	if (action !== 'dataset.confirm') return words[action] ?? action;
	const { column, class: group, table, columns } = detail;
	return typeof column === 'string'
		? `Confirmed ${column} as ${String(group)}`
		: `Confirmed ${String(columns)} columns of ${String(table)} together`;
}

/** What everybody may know of the published version of a dataset and those before it; null without. */
export async function publishedFor(tx: Tx, code: string) {
	const [now, ...earlier] = await store.history(tx, code);
	if (now?.status !== 'published') return null;
	const lines = tableLines(await store.tables(tx, now.id), []);
	return {
		next: nextRefresh(now),
		sensitivity: now.sensitivity,
		controllers: controllersInWords(now),
		earlier: earlier.map(({ version }) => version),
		quality: lines
			.filter(({ completeness }) => completeness !== 'not told')
			.map(({ name, completeness, plausibility, timeliness }) => ({
				name,
				completeness,
				plausibility,
				timeliness
			}))
	};
}
