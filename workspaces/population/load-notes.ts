import type { TableReport } from './load-compare.ts';

type Note = { when: (report: TableReport | undefined) => boolean; table: string; words: string };

const absent = (report: TableReport | undefined): boolean => !report?.found;
const hollow = (report: TableReport | undefined): boolean => !report?.found || report.rows === 0;

const notes: readonly Note[] = [
	{
		table: 'identity',
		when: absent,
		words:
			'There is no identity table: people cannot be matched to opt-out lists by NHS number. Set "personKey": { "kind": "opaque" } in the rules and record why the opt-outs do not apply.'
	},
	{
		table: 'controller',
		when: absent,
		words:
			'There are no controllers: it is not known who decides about which rows, so sign-up cannot be applied. Record the exemption in the rules, or add controller.parquet and lists/controller_signup.parquet.'
	},
	{
		table: 'care_site',
		when: hollow,
		words: 'There are no care sites: rows cannot be traced to the practice or trust that made them.'
	},
	{
		table: 'postcode',
		when: absent,
		words: 'There is no postcode table: no region and no deprivation decile can be given out.'
	},
	{
		table: 'concept_ancestor',
		when: hollow,
		words:
			'There is no concept hierarchy: a condition stands for itself alone, and rare codes are left out instead of replaced by wider ones.'
	},
	{
		table: 'concept',
		when: hollow,
		words: 'There are no concepts: codes are shown as numbers, without names.'
	},
	{
		table: 'observation_period',
		when: hollow,
		words:
			'There are no observation periods: nobody knows when a missing event means that none happened.'
	}
];

/** What the differences mean for a study, a sentence each, in a fixed order. */
export const notesOn = (reports: readonly TableReport[]): string[] =>
	notes
		.filter(({ table, when }) => when(reports.find(({ name }) => name === table)))
		.map(({ words }) => words);
