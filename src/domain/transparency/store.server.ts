import type { Choices } from '#domain/agreements/clauses.ts';
import type { Vocabulary } from '#domain/catalogue/code-lists/code-list.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Entry, Filters, OrganisationKind } from './register.ts';

/** The tables that the register reads are views whose columns are named one by one: see 0008_public. */
const columns = [
	'id',
	'number',
	'title',
	'laySummary',
	'publicBenefit',
	'organisation',
	'organisationKind',
	'tier',
	'purpose',
	'datasets',
	'approvedAt',
	'publicReason',
	'outcome',
	'votes',
	'fee',
	'rateCardCode',
	'rateCardVersion',
	'ipOptions',
	'agreedAt',
	'projectNumber',
	'projectStatus',
	'startsOn',
	'endsOn',
	'outputs'
] as const;

type Row = Omit<Entry, 'tier' | 'organisationKind' | 'ipOptions'> & {
	readonly tier: Tier;
	readonly organisationKind: OrganisationKind;
	readonly ipOptions: Choices | null;
};

const pattern = (search: string): string => `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;

const chosen = (tx: Tx, { kind, tier, dataset, search }: Filters) => tx`
	(${kind} = '' or organisation_kind = ${kind})
	and (${tier} = '' or tier = ${tier})
	and (${dataset} = '' or datasets @> ${tx.json([dataset])})
	and (
		${search} = ''
		or title ilike ${pattern(search)}
		or lay_summary ilike ${pattern(search)}
		or organisation ilike ${pattern(search)}
		or number::text = ${search}
	)
`;

/** Approved projects, the latest first; those with a number below `before`, when given. */
export const entries = (
	tx: Tx,
	filters: Filters,
	{ limit, offset = 0, before = null }: { limit: number; offset?: number; before?: bigint | null }
): Promise<Entry[]> =>
	tx<Row[]>`
		select ${tx(columns)}
		from register
		where ${chosen(tx, filters)} and (${before}::bigint is null or number < ${before})
		order by number desc
		limit ${limit} offset ${offset}
	`;

export async function countEntries(tx: Tx, filters: Filters): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total from register where ${chosen(tx, filters)}
	`;
	return row?.total ?? 0;
}

/** One approved project, by id or by number. @throws Problem 404. */
export async function entry(tx: Tx, wanted: string): Promise<Entry> {
	const byNumber = /^\d{1,15}$/.test(wanted);
	const [found] = await tx<Row[]>`
		select ${tx(columns)}
		from register
		where ${byNumber ? tx`number = ${wanted}` : tx`id = ${wanted}`}
	`;
	if (!found) throw new Problem(404, 'There is no such project in the register.');
	return found;
}

/** Code lists that say who a project is about, by name. */
export const codeLists = (
	tx: Tx,
	application: string
): Promise<
	{
		name: string;
		vocabulary: Vocabulary;
		number: number;
		codes: number;
		sha256: string;
		include: boolean;
	}[]
> =>
	tx`
		select name, vocabulary, number, codes, sha256, include
		from register_code_list
		where application_id = ${application}
		order by name, number
	`;

/** Names of the datasets, by code. */
export const datasetNames = (tx: Tx): Promise<{ code: string; name: string }[]> =>
	tx<{ code: string; name: string }[]>`select code, name from dataset order by name`;

/** How many applications ended how. */
export const totals = (tx: Tx): Promise<{ status: string; applications: number }[]> =>
	tx<{ status: string; applications: number }[]>`
		select status, applications::int as applications from decision_totals order by status
	`;
