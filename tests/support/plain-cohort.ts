import { join } from 'node:path';
import type { Cohort, Purpose } from '#domain/catalogue/cohort.ts';
import type { Criterion, CriterionKind } from '#domain/catalogue/criterion.ts';
import { literal, openDuck, rows } from '#workspaces/deidentify/duck.ts';

/**
 * Who belongs to a cohort, worked out in plain JavaScript from the rows of a small source and sharing
 * nothing with the SQL that is tried against it.
 */
export type Population = {
	readonly people: readonly Person[];
	readonly descendants: ReadonlyMap<number, ReadonlySet<number>>;
	readonly signUps: readonly SignUp[];
	/** Concepts on record, and some wider ones. */
	readonly concepts: Readonly<Record<CriterionKind, readonly number[]>>;
	readonly boards: readonly string[];
	/** Controllers that are no GP practice; whoever is unknown counts as one. */
	readonly others: ReadonlySet<string>;
};

type Recorded = { kind: CriterionKind; concept: number; day: string; value: number | null };
type Placed = { readonly site: string };
type Person = {
	readonly id: number;
	readonly sex: number;
	readonly birth: string;
	readonly board: string;
	readonly practice: string;
	readonly seenAt: readonly string[];
	readonly identified: boolean;
	readonly optedIn: boolean;
	readonly typeOne: boolean;
	readonly records: readonly (Recorded & Placed)[];
};
type SignUp = { site: string; dataset: string; purpose: string; from: string; to: string | null };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export async function readPopulation(folder: string): Promise<Population> {
	const duck = await openDuck(null);
	const read = (name: string, columns: string) =>
		rows(
			duck.db,
			`select ${columns} from read_parquet(${literal(join(folder, `${name}.parquet`))})`
		);
	try {
		const sites = await read('care_site', 'care_site_id, care_site_source_value as code');
		const codes = new Map(sites.map(({ care_site_id: id, code }) => [Number(id), text(code)]));
		const controllers = await read('controller', 'code, icb_code, kind');
		const boards = new Map(controllers.map(({ code, icb_code: icb }) => [text(code), text(icb)]));
		const visits = await read(
			'visit_occurrence',
			'visit_occurrence_id as id, person_id, care_site_id'
		);
		const places = new Map(
			visits.map(({ id, care_site_id: site }) => [Number(id), codes.get(Number(site)) ?? ''])
		);
		const identities = await read('identity', 'person_id, nhs_number');
		const cleaned = await read('lists/ndoo_cleaned', 'nhs_number');
		const typeOne = await read('lists/type1', 'nhs_number');
		const signUps = await read(
			'lists/controller_signup',
			'controller_code, dataset, purpose, signed_from::varchar as f, signed_to::varchar as t'
		);
		const records = [
			...(await read(
				'condition_occurrence',
				`person_id, condition_concept_id as concept, condition_start_date::varchar as day, null as value, visit_occurrence_id as visit, 'condition' as kind`
			)),
			...(await read(
				'drug_exposure',
				`person_id, drug_concept_id as concept, drug_exposure_start_date::varchar as day, null as value, visit_occurrence_id as visit, 'drug' as kind`
			)),
			...(await read(
				'measurement',
				`person_id, measurement_concept_id as concept, measurement_date::varchar as day, value_as_number as value, visit_occurrence_id as visit, 'measurement' as kind`
			))
		];
		const ancestors = await read(
			'concept_ancestor',
			'ancestor_concept_id as wide, descendant_concept_id as narrow'
		);
		const people = await read(
			'person',
			`person_id, gender_concept_id as sex, care_site_id,
			coalesce(birth_datetime::date, make_date(year_of_birth, month_of_birth, day_of_birth))::varchar as birth`
		);
		const descendants = new Map<number, Set<number>>();
		for (const { wide, narrow } of ancestors) {
			const known = descendants.get(Number(wide)) ?? new Set();
			descendants.set(Number(wide), known.add(Number(narrow)));
		}
		const numbers = new Map(
			identities.map((one) => [Number(one['person_id']), text(one['nhs_number'])])
		);
		const used = [...numbers.values()];
		const permitted = new Set(cleaned.map((one) => text(one['nhs_number'])));
		const objected = new Set(typeOne.map((one) => text(one['nhs_number'])));
		const ofKind = (kind: string) => [
			...new Set(records.filter((one) => one['kind'] === kind).map((one) => Number(one['concept'])))
		];
		return {
			descendants,
			boards: [...new Set(boards.values())].filter((code) => code !== '').sort(),
			others: new Set(
				controllers.filter(({ kind }) => kind !== 'gp-practice').map(({ code }) => text(code))
			),
			concepts: {
				condition: [...ofKind('condition'), ...[...descendants.keys()].slice(0, 20)],
				drug: ofKind('drug'),
				measurement: ofKind('measurement')
			},
			signUps: signUps.map((one) => ({
				site: text(one['controller_code']),
				dataset: text(one['dataset']),
				purpose: text(one['purpose']),
				from: text(one['f']),
				to: one['t'] === null ? null : text(one['t'])
			})),
			people: people.map((one) => {
				const id = Number(one['person_id']);
				const number = numbers.get(id) ?? '';
				const practice = codes.get(Number(one['care_site_id'])) ?? '';
				return {
					id,
					sex: Number(one['sex']),
					birth: text(one['birth']),
					practice,
					board: boards.get(practice) ?? '',
					seenAt: visits
						.filter((visit) => Number(visit['person_id']) === id)
						.map((visit) => codes.get(Number(visit['care_site_id'])) ?? ''),
					identified: isNumber(number) && used.filter((other) => other === number).length === 1,
					optedIn: permitted.has(number),
					typeOne: objected.has(number),
					records: records
						.filter((record) => Number(record['person_id']) === id)
						.map((record) => ({
							kind: record['kind'] as CriterionKind,
							concept: Number(record['concept']),
							day: text(record['day']),
							value: record['value'] === null ? null : Number(record['value']),
							site: places.get(Number(record['visit'])) ?? ''
						}))
				};
			})
		};
	} finally {
		duck.close();
	}
}

/** Modulus 11, as the NHS number is checked. */
function isNumber(number: string): boolean {
	if (!/^\d{10}$/.test(number)) return false;
	const sum = Array.from(number.slice(0, 9)).reduce(
		(all, digit, at) => all + Number(digit) * (10 - at),
		0
	);
	const check = (11 - (sum % 11)) % 11;
	return check !== 10 && check === Number(number[9]);
}

const datasets = {
	condition: 'linked-core',
	drug: 'linked-core',
	measurement: 'measurements'
} as const;

/** The ids of those who belong to a cohort and whose rows may be used.  */
export function whoBelongs(
	{ people, descendants, signUps, others }: Population,
	cohort: Cohort,
	purpose: Purpose,
	at: string
): number[] {
	const signed = new Set(
		signUps
			.filter(
				(one) => one.purpose === purpose && one.from <= at && (one.to === null || one.to >= at)
			)
			.map(({ site, dataset }) => `${site} ${dataset}`)
	);
	const isSigned = (site: string, dataset: string) => signed.has(`${site} ${dataset}`);
	const isPractice = (site: string) => !others.has(site);
	const means = (concept: number, asked: readonly number[]) =>
		asked.some((one) => one === concept || (descendants.get(one)?.has(concept) ?? false));
	const has = (person: Person, one: Omit<Criterion, 'include'>) =>
		person.records.some(
			(record) =>
				record.kind === one.kind &&
				means(record.concept, one.concepts) &&
				(one.from === null || record.day >= one.from) &&
				(one.to === null || record.day <= one.to) &&
				(one.kind !== 'measurement' || within(record.value, one.low, one.high)) &&
				isSigned(record.site, datasets[record.kind]) &&
				!(person.typeOne && isPractice(record.site))
		);
	return people
		.filter((person) => person.identified && person.optedIn)
		.filter((person) =>
			[person.practice, ...person.seenAt].some(
				(site) => isSigned(site, 'linked-core') && !(person.typeOne && isPractice(site))
			)
		)
		.filter(({ sex }) => cohort.sex === 'any' || sex === (cohort.sex === 'female' ? 8532 : 8507))
		.filter(({ birth }) => {
			const { ageFrom, ageTo, to } = cohort;
			const years = age(birth, to ?? at);
			return (ageFrom === null && ageTo === null) || (years >= 0 && within(years, ageFrom, ageTo));
		})
		.filter(({ board }) => cohort.icbs.length === 0 || cohort.icbs.includes(board))
		.filter((person) => {
			const { from, to } = cohort;
			const found = [...new Set(cohort.conditions)].map((one) =>
				has(person, { kind: 'condition', concepts: [one], from, to, low: null, high: null })
			);
			if (found.length === 0) return true;
			return cohort.match === 'all' ? found.every(Boolean) : found.some(Boolean);
		})
		.filter((person) => cohort.criteria.every((one) => has(person, one) === one.include))
		.map(({ id }) => id);
}

const within = (value: number | null, low: number | null, high: number | null): boolean =>
	low === null && high === null
		? true
		: value !== null && (low === null || value >= low) && (high === null || value <= high);

function age(birth: string, on: string): number {
	const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
	return on.slice(5) < birth.slice(5) ? years - 1 : years;
}
