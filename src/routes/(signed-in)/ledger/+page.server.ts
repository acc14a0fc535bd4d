import * as books from '#domain/billing/books/store.server.ts';
import { accounts } from '#domain/billing/ledger.ts';
import { may } from '#domain/people/permissions.ts';
import { pounds, sum } from '#platform/money.ts';
import { insist } from '#platform/problems.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

/** Debits stand on the left and credits on the right, both without a sign. */
const sides = (amount: bigint) => ({
	debit: amount > 0n ? pounds(amount) : '',
	credit: amount < 0n ? pounds(-amount) : ''
});

export const load: PageServerLoad = async ({ locals, url }) => {
	insist(may(someone(locals), 'ledger.read'));
	const page = pageOf(url);
	const { booked, total, balances } = await locals.db.read(async (tx) => ({
		booked: await books.transactions(tx, page),
		total: await books.total(tx),
		balances: await books.balances(tx)
	}));
	const positive = balances.filter(({ amount }) => amount > 0n);
	return {
		title: 'Ledger',
		paging: { page, size: books.size, total },
		balances: balances.map(({ account, amount }) => ({
			account: accounts[account].name,
			...sides(amount)
		})),
		debits: pounds(sum(positive.map(({ amount }) => amount))),
		credits: pounds(-sum(balances.filter(({ amount }) => amount < 0n).map(({ amount }) => amount))),
		difference: pounds(sum(balances.map(({ amount }) => amount))),
		entries: booked.flatMap(({ id, memo, organisation, bookedOn, entries }) =>
			entries.map(({ account, amount }, line) => ({
				key: `${id}-${String(line)}`,
				memo,
				organisation: line === 0 ? organisation : ' ',
				bookedOn: line === 0 ? bookedOn.toString() : '',
				account: accounts[account].name,
				...sides(BigInt(amount))
			}))
		)
	};
};
