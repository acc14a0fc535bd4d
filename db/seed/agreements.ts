import { accept } from '#domain/agreements/accept.server.ts';
import { draft } from '#domain/agreements/draft.server.ts';
import { offer } from '#domain/agreements/offer.server.ts';
import { signAsPartner } from '#domain/agreements/sign.server.ts';
import { find } from '#domain/agreements/store.server.ts';
import { execute } from '#domain/billing/execute.server.ts';
import { invoices } from '#domain/billing/list/store.server.ts';
import { acceptOrder, supplyOrder } from '#domain/billing/purchase-order.server.ts';
import { recordPayment } from '#domain/billing/record-payment.server.ts';
import { customerOf } from '#domain/billing/store.server.ts';
import { makeQuote } from '#domain/pricing/make.server.ts';
import { acceptTerms } from '#domain/projects/accept-terms.server.ts';
import { members } from '#domain/projects/store.server.ts';
import { endUserTerms } from '#domain/projects/terms.ts';
import type { Sql } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { londonDay } from '#platform/time.ts';
import { approved } from './applications.ts';
import { demoPeople, organisations, personId, type PersonKey } from './people.ts';
import { player } from './stage.ts';
import type { Study } from './studies/study.ts';

const products = { 'linked-core': 'product-standard', measurements: 'product-complex' } as const;
const once = () => crypto.randomUUID();
/** Where the demonstration's people sign from. */
const from = { address: '127.0.0.1', userAgent: 'Aldgate demonstration' };

type Stage = { readonly sql: Sql; readonly study: Study; readonly at: Temporal.Instant };

/** The price of a study, made by its lead. */
export async function quoted({ sql, study, at }: Stage): Promise<string> {
	const { db, actor } = await player(sql, study.lead);
	return makeQuote(db, actor, {
		request: {
			tier: study.tier,
			customer: { country: 'GB', businessEvidence: true },
			start: study.project.startsOn,
			months: study.months,
			users: Math.max(study.members.length, 2),
			products: study.data.datasets.map((code) => ({
				code: products[code as keyof typeof products]
			}))
		},
		once: once(),
		at
	});
}

/** Approved, with its price; gives the application's id. */
export const approvedWithQuote = async (stage: Stage): Promise<string> =>
	approved(stage.sql, stage.study, stage.at, { quote: await quoted(stage) });

/** The agreement as somebody's page shows it now. */
async function seen(sql: Sql, key: PersonKey, id: string) {
	const one = await player(sql, key);
	const { sha256 } = await one.db.read((tx) => find(tx, id));
	return { ...one, sha256 };
}

/** On the standard terms, in the commercial manager's drawer. */
export async function drafted(stage: Stage, application: string): Promise<string> {
	const { db, actor } = await player(stage.sql, 'nadia');
	return draft(db, actor, { application, once: once(), at: stage.at });
}

export async function offered(stage: Stage, application: string): Promise<string> {
	const id = await drafted(stage, application);
	const { db, actor, sha256 } = await seen(stage.sql, 'nadia', id);
	return offer(db, actor, { id, sha256, once: once(), at: stage.at });
}

export async function agreed(stage: Stage, application: string): Promise<string> {
	const id = await offered(stage, application);
	const { db, actor, sha256 } = await seen(stage.sql, stage.study.signatory, id);
	return accept(db, actor, { id, sha256, once: once(), at: stage.at });
}

export async function signedByPartner(stage: Stage, application: string): Promise<string> {
	const id = await agreed(stage, application);
	const { db, actor, sha256 } = await seen(stage.sql, stage.study.signatory, id);
	const name = actor.name;
	return signAsPartner(db, actor, { id, sha256, name, ...from, once: once(), at: stage.at });
}

/** Signed by both; gives the project's id. A company has its invoice then, a public body has not. */
export async function executed(stage: Stage, application: string): Promise<string> {
	const id = await signedByPartner(stage, application);
	const { db, actor, sha256 } = await seen(stage.sql, 'peter', id);
	return execute(db, actor, { id, sha256, name: actor.name, ...from, once: once(), at: stage.at });
}

/** Whoever pays the bills of a study's organisation. */
const payerOf = ({ organisation, signatory }: Study): PersonKey =>
	(demoPeople.find(({ of, as }) => of === organisation && as?.includes('finance-contact'))?.key as
		PersonKey | undefined) ?? signatory;

/** A public body's purchase order for what the project costs, supplied and waiting. */
export async function orderSupplied(stage: Stage, project: string): Promise<string> {
	const { sql, study, at } = stage;
	const { db, actor } = await player(sql, payerOf(study));
	const { net } = await db.read((tx) => customerOf(tx, project));
	const number = `PO-${study.organisation.toUpperCase()}-2026-118`;
	await supplyOrder(db, actor, { project, number, amount: net, once: once(), at });
	return number;
}

/** Its purchase order accepted: the workspace is being provisioned. */
export async function orderAccepted(stage: Stage, project: string, jobs: Jobs): Promise<void> {
	const number = await orderSupplied(stage, project);
	const { db, actor } = await player(stage.sql, 'yusuf');
	await acceptOrder(db, actor, jobs, { project, number, once: once(), at: stage.at });
}

/** Its invoice paid in full: the workspace is being provisioned. */
export async function invoicePaid(stage: Stage, project: string, jobs: Jobs): Promise<void> {
	const { db, actor } = await player(stage.sql, 'yusuf');
	const [invoice] = await db.read((tx) => invoices(tx, { project, page: 1 }));
	if (!invoice) throw new Error('The project has no invoice.');
	await recordPayment(db, actor, jobs, {
		invoice: invoice.number,
		amount: invoice.net + invoice.vat,
		bankReference: `BACS ${invoice.number}`,
		receivedOn: londonDay(stage.at),
		once: once(),
		at: stage.at
	});
}

/** From an approved application to provisioning, the way its organisation pays. Gives the project's id. */
export async function provisioning(stage: Stage, application: string, jobs: Jobs): Promise<string> {
	const project = await executed(stage, application);
	const body = organisations.find(({ key }) => key === stage.study.organisation);
	await (body?.publicBody === true ? orderAccepted : invoicePaid)(stage, project, jobs);
	return project;
}

/** Every member accepts the end-user terms. */
export async function termsAccepted({ sql, at }: Stage, project: string): Promise<void> {
	const reader = await player(sql, 'ingrid');
	for (const { personId: id } of await reader.db.read((tx) => members(tx, project))) {
		const key = demoPeople.find((one) => personId(one.key as PersonKey) === id)?.key;
		if (key === undefined) continue;
		const { db, actor } = await player(sql, key as PersonKey);
		await acceptTerms(db, actor, { project, version: endUserTerms.version, at });
	}
}
