import { quoted } from '../duck.ts';
import { classes, threshold, type Classes } from '../risk.ts';
import type { Run } from '../run.ts';
import { has } from '../source.ts';
import { unicity, type Unicity } from '../unicity.ts';
import { attack } from './attack.ts';
import type { Diversity } from './diversity.ts';
import { journalist, type Journalist } from './journalist.ts';
import { utility, type Utility } from './kept.ts';
import type { Values } from './limits.ts';
import { codedTables, quasiIdentifiers, released } from './released.ts';
import type { Relink } from './relink.ts';
import { sensitive } from './sensitive.ts';

/** A source may bring counts of its whole population: columns of the release, and `persons`. */
const population = 'population_count';

export type Measured = {
	readonly threshold: number;
	readonly before: Classes;
	readonly after: Classes;
	readonly unicity: readonly Unicity[];
	readonly journalist: Journalist | null;
	readonly diversity: readonly Diversity[];
	readonly relink: Relink | null;
	readonly utility: Utility;
};

/** The same facts as the source has them, before anything was done. */
const sourceQuasi = ['birth', 'sex', 'race', 'ethnicity', 'postcode'];

/** SQL: (pid, code, month) of every released coded event. */
async function events(run: Run): Promise<string | null> {
	const parts = (await codedTables(run)).map(
		({ table, code, month }, at) =>
			`select person_id as pid, ${String(at)} * 10_000_000_000 + ${quoted(code)}::bigint as code, ${month} as month
			from ${released(run, table)} where ${month} is not null`
	);
	return parts.length === 0 ? null : parts.join(' union all by name ');
}

async function mapped(run: Run, quasi: readonly string[]): Promise<Journalist | null> {
	const columns = quasi.filter((name) => has(run.source, population, name));
	if (!has(run.source, population, 'persons') || columns.length === 0) return null;
	return journalist(run.db, released(run, 'person'), `src_${population}`, columns);
}

/** Every measure of deidentification.md §6, of the files to be released. */
export async function measure(run: Run): Promise<Measured> {
	const quasi = await quasiIdentifiers(run);
	const from = quasi.length > 0 ? released(run, 'person') : 'pids';
	const points = await events(run);
	return {
		threshold,
		before: await classes(run.db, 'people', sourceQuasi),
		after: await classes(run.db, from, quasi),
		unicity: points === null ? [] : await unicity(run.db, points),
		journalist: await mapped(run, quasi),
		diversity: await sensitive(run, quasi),
		relink: await attack(run),
		utility: await utility(run)
	};
}

/** What the limits are held against. */
export function valuesOf({ after, diversity, relink, utility: use }: Measured): Values {
	const share = (persons: number) => (after.persons === 0 ? 0 : persons / after.persons);
	const known = after.quasiIdentifiers.length > 0;
	return {
		...(known && {
			'smallest-group': after.minimumK,
			alone: share(after.uniques),
			'below-threshold': share(after.personsBelowThreshold),
			'prosecutor-highest': after.maximumRisk,
			'prosecutor-mean': after.meanRisk
		}),
		...(diversity.length > 0 && {
			'distinct-values': Math.min(...diversity.map(({ distinct }) => distinct)),
			'even-values': Math.min(...diversity.map(({ entropy }) => entropy)),
			closeness: Math.max(...diversity.map(({ closeness }) => closeness))
		}),
		...(relink && { 're-link': relink.rate }),
		...(use.rowsKept !== null && { 'rows-kept': use.rowsKept })
	};
}
