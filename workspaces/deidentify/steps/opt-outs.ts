import { number } from '../duck.ts';
import { openList } from '../lists.ts';
import { Refusal } from '../refusal.ts';
import { keep, type Detail, type Run, type Step } from '../run.ts';
import { has } from '../source.ts';
import { compiled } from './cohort.ts';

/**
 * People with a valid NHS number that is theirs alone. A number two records share would give two
 * people one pseudonym, so both stay out until the source is mended.
 */
const identified = (key: string) => `select *, ${key} as key from signed_people
	where valid_nhs(nhs) and nhs not in (
		select nhs from everybody where nhs is not null group by nhs having count(*) > 1)`;

/** Everybody who may be in a study at all, whatever it is about. */
export const usable = 'select * from allowed where held_other or (held_gp and not type1)';

function checkSource(run: Run): void {
	const { optOut, personKey } = run.rules;
	const applies = optOut.ndoo === 'apply' || optOut.t1oo === 'apply';
	if ((personKey.kind === 'nhs' || applies) && !has(run.source, 'identity', 'nhs_number'))
		throw new Refusal(
			'OPT_OUT_LIST',
			'The source has no NHS numbers to check opt-outs with; add identity.parquet, or use opaque keys with a recorded exemption.'
		);
}

/**
 * The national opt-out removes the person: they must be on the cleaned list of people without one.
 * A type 1 opt-out removes what practices hold about the person, and the person when nobody else
 * holds anything (deidentification.md §4, domain.md).
 */
export const optOuts: Step = {
	name: 'opt-outs',
	title: 'Leave out people who have opted out',
	async run(run) {
		checkSource(run);
		const { optOut, personKey } = run.rules;
		const lists: Detail[] = [];
		const count = (sql: string) => number(run.db, `select count(*) from (${sql})`);
		const needsNumber =
			personKey.kind === 'nhs' || optOut.ndoo === 'apply' || optOut.t1oo === 'apply';
		await keep(
			run,
			'identified',
			needsNumber
				? identified(personKey.kind === 'nhs' ? 'nhs' : 'person_id::varchar')
				: 'select *, person_id::varchar as key from signed_people'
		);
		let allowed = 'select * from identified';
		if (optOut.ndoo === 'apply') {
			lists.push(await openList(run, 'ndoo_cleaned'));
			allowed += ` where nhs in (select canonical_nhs(nhs_number) from list_ndoo_cleaned)`;
		}
		let typeOne = 'false';
		if (optOut.t1oo === 'apply') {
			lists.push(await openList(run, 'type1'));
			typeOne = `coalesce(nhs in (select canonical_nhs(nhs_number) from list_type1 where nhs_number is not null), false)`;
		}
		await keep(run, 'allowed', `select *, ${typeOne} as type1 from (${allowed})`);
		await keep(
			run,
			'usable_matches',
			`select m.* from signed_matches m join allowed a using (person_id) where not (m.gp and a.type1)`
		);
		await keep(run, 'people', compiled(run).inside(`(${usable})`, 'usable_matches'));
		const [before, known, permitted, after] = [
			await count('select 1 from signed_people'),
			await count('select 1 from identified'),
			await count('select 1 from allowed'),
			await count('select 1 from people')
		];
		const possible = await count(compiled(run).possible(`(${usable})`, 'usable_matches'));
		if (after === 0)
			throw new Refusal(
				'EMPTY_COHORT',
				'Nobody is left after the cohort, sign-up and opt-outs; widen the cohort or wait for sign-ups.'
			);
		return {
			people: after,
			noNhsNumber: before - known,
			nationalOptOut: known - permitted,
			typeOne: permitted - possible,
			excluded: possible - after,
			lists
		};
	}
};
