import type { DuckDBConnection } from '@duckdb/node-api';
import { normalised } from './dictionary.ts';
import { literal, number, quoted, rows } from './duck.ts';
import { nhsShare, patterns, tenDigits } from './patterns.ts';

/** What was found where. Never the value itself: the report must not become the leak. */
export type Finding = {
	readonly rule: string;
	readonly file: string;
	readonly column: string;
	/** Different values that were hit. */
	readonly values: number;
	readonly message: string;
};

export type Place = { readonly file: string; readonly column: string; readonly from: string };

const found = (place: Place, rule: string, values: number, what: string): Finding => ({
	rule,
	file: place.file,
	column: place.column,
	values,
	message: `${place.file}, column ${place.column}: ${String(values)} ${values === 1 ? 'value is' : 'values are'} or hold ${what}.`
});

const distinct = ({ from, column }: Place) =>
	`(select distinct ${quoted(column)}::varchar as value from ${from} where ${quoted(column)} is not null)`;

async function fromDictionary(db: DuckDBConnection, place: Place): Promise<Finding[]> {
	const hits = await rows(
		db,
		`select f.origin, count(distinct f.value)::integer as hits from ${distinct(place)} d
		join forbidden f on f.value = ${normalised('d.value')} group by 1 order by 1`
	);
	return hits.map((row) =>
		found(place, 'dictionary', Number(row['hits']), `what ${String(row['origin'])} holds`)
	);
}

async function nhsNumbers(db: DuckDBConnection, place: Place): Promise<Finding[]> {
	const [row] = await rows(
		db,
		`with ten as (
			select distinct canonical_nhs(unnest(regexp_extract_all(value, ${literal(tenDigits)}, 1))) as digits
			from ${distinct(place)}
		)
		select count(*)::integer as ten, count(*) filter (where valid_nhs(digits))::integer as valid from ten`
	);
	const [ten, valid] = [Number(row?.['ten'] ?? 0), Number(row?.['valid'] ?? 0)];
	return ten > 0 && valid / ten > nhsShare
		? [found(place, 'nhs-number', valid, 'valid NHS numbers')]
		: [];
}

/** Text: known values, NHS numbers by their check digit, and the shapes of other identifiers. */
export async function scanTexts(db: DuckDBConnection, place: Place): Promise<Finding[]> {
	const findings = [...(await fromDictionary(db, place)), ...(await nhsNumbers(db, place))];
	for (const { rule, what, regex } of patterns) {
		const hits = await number(
			db,
			`select count(*) from ${distinct(place)} where regexp_matches(value, ${literal(regex)})`
		);
		if (hits > 0) findings.push(found(place, rule, hits, what));
	}
	return findings;
}

/**
 * Numbers: NHS and telephone numbers hide in them. Shorter keys overlap with codes by chance, so
 * such a column counts only when nearly all of its many values are somebody's key.
 */
export async function scanNumbers(db: DuckDBConnection, place: Place): Promise<Finding[]> {
	const column = quoted(place.column);
	const whole = `(select distinct ${column}::bigint as value from ${place.from}
		where ${column} between 100000 and 9e15 and ${column} = floor(${column}))`;
	const [row] = await rows(
		db,
		`select count(*)::integer as several,
			count(*) filter (where known)::integer as known,
			count(*) filter (where known and value > 999999999)::integer as exact,
			count(*) filter (where value between 1000000000 and 9999999999)::integer as ten,
			count(*) filter (where valid_nhs(value::varchar))::integer as valid
		from (select value, value in (select digits from forbidden where digits is not null) as known from ${whole})`
	);
	const n = (name: string) => Number(row?.[name] ?? 0);
	const findings: Finding[] = [];
	if (n('exact') > 0)
		findings.push(found(place, 'dictionary', n('exact'), 'identifiers of people'));
	else if (n('several') >= 20 && n('known') / n('several') > 0.9)
		findings.push(found(place, 'dictionary', n('known'), 'keys of people'));
	if (n('ten') > 0 && n('valid') / n('ten') > nhsShare)
		findings.push(found(place, 'nhs-number', n('valid'), 'valid NHS numbers'));
	return findings;
}

/** Every UUID in a release is one of our pseudonyms: version 8. Any other came from the source. */
export async function scanUuids(db: DuckDBConnection, place: Place): Promise<Finding[]> {
	const foreign = await number(
		db,
		`select count(*) from (select distinct ${quoted(place.column)} as value from ${place.from})
		where substr(value::varchar, 15, 1) <> '8'`
	);
	return foreign === 0
		? []
		: [found(place, 'foreign-key', foreign, 'keys that are not our pseudonyms')];
}

/** Names and metadata of a file: the same questions, over a handful of words. */
export async function scanNames(
	db: DuckDBConnection,
	file: string,
	column: string,
	words: readonly string[]
): Promise<Finding[]> {
	if (words.length === 0) return [];
	const values = words.map((word) => `(${literal(word)})`).join(', ');
	const from = `(select value as ${quoted(column)} from (values ${values}) v(value))`;
	return scanTexts(db, { file, column, from });
}
