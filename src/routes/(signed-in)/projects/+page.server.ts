import * as list from '#domain/projects/list/store.server.ts';
import { seesScience } from '#domain/projects/policy.ts';
import { projectReference } from '#domain/projects/project.ts';
import { pageOf } from '../../query.ts';
import { someone } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = someone(locals);
	const page = pageOf(url);
	const { rows, total } = await locals.db.read(async (tx) => ({
		rows: await list.projects(tx, page),
		total: await list.total(tx)
	}));
	return {
		title: 'Projects',
		paging: { page, size: list.size, total },
		rows: rows.map((row) => {
			const reference = projectReference(row.number);
			const mine = row.member ? [{ personId: actor.id }] : [];
			return {
				id: row.id,
				reference,
				// a finance contact pays for a project without being told what it is about
				name: seesScience(actor, row, mine) ? row.title : `Project ${reference}`,
				organisation: row.organisation,
				status: row.status,
				endsOn: row.endsOn.toString()
			};
		})
	};
};
