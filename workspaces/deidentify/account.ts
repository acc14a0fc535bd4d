import { departuresOf } from '#domain/workspaces/rules/departures.ts';
import type { Json } from '#platform/canonical.ts';
import { digest } from '#platform/digest.server.ts';
import type { Detail, Run } from './run.ts';
import type { Gate } from './verdict.ts';

/** `report.json` (interfaces.md). For the people who open the gate: its counts are exact. */
export type Report = Detail & { readonly gate: Detail };

const count = (detail: Detail | undefined, key: string): number => Number(detail?.[key] ?? 0);

type Named = Detail & { readonly name: string };
const named = (detail: Detail | undefined): readonly Named[] =>
	(detail?.['tables'] ?? []) as unknown as readonly Named[];

/** People in, out, and left out by the first reason that applied. */
export function persons(details: Run['details']): Detail {
	const cohort = details.get('cohort');
	const optOuts = details.get('opt-outs');
	return {
		in: count(cohort, 'people'),
		out: count(optOuts, 'people'),
		leftOut: [
			{
				reason: 'out of cohort',
				persons: count(cohort, 'outOfCohort') + count(optOuts, 'excluded')
			},
			{ reason: 'no controller sign-up', persons: count(details.get('sign-up'), 'leftOut') },
			{ reason: 'no valid NHS number', persons: count(optOuts, 'noNhsNumber') },
			{ reason: 'national opt-out', persons: count(optOuts, 'nationalOptOut') },
			{ reason: 'type 1 opt-out', persons: count(optOuts, 'typeOne') }
		]
	};
}

/** The lists a run relied on: their days, lengths and checksums. */
export function lists(details: Run['details']): Json[] {
	const signUp = details.get('sign-up')?.['list'];
	const optOuts = details.get('opt-outs')?.['lists'];
	return [
		...(signUp === undefined ? [] : [signUp]),
		...(Array.isArray(optOuts) ? (optOuts as Json[]) : [])
	];
}

/** What was not applied, and on whose authority. */
export function exemptions({ optOut }: Run['rules']): Json[] {
	const { basis, ref } = optOut;
	return (
		[
			['national opt-out', optOut.ndoo],
			['type 1 opt-out', optOut.t1oo],
			['controller sign-up', optOut.signUp]
		] as const
	)
		.filter(([, handling]) => handling === 'exempt')
		.map(([rule]) => ({ rule, basis, ref }));
}

/** Puts together what the steps have said; steps that did not run are simply not there. */
export function account(run: Run, gate: Gate): Report {
	const { rules, source, details } = run;
	const out = named(details.get('pseudonyms'));
	const tables = named(details.get('cut')).map((table) => ({
		...table,
		...out.find(({ name }) => name === table.name)
	}));
	const { name, version, asOf } = source.known;
	return {
		schema: 'deid-report/1',
		project: rules.project,
		purpose: rules.purpose,
		at: rules.at,
		preset: rules.preset,
		personKey: rules.personKey,
		rulesSha256: digest(rules),
		source: { name, version, asOf },
		persons: persons(details),
		tables,
		lists: lists(details),
		exemptions: exemptions(rules),
		departures: departuresOf(rules),
		keyUse: details.get('pseudonyms')?.['uses'] ?? [],
		kAnonymity: details.get('report') ?? null,
		scan: details.get('scan') ?? null,
		gate: { ...gate, reasons: [...gate.reasons], acknowledge: [...gate.acknowledge] }
	};
}
