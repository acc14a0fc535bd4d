import { settle, type Choices } from '#domain/agreements/clauses.ts';
import { tierNames } from '#domain/pricing/tier.ts';
import {
	projectReference,
	statusNames as projectStatusNames,
	type Status
} from '#domain/projects/project.ts';
import { pounds } from '#platform/money.ts';
import { londonDay } from '#platform/time.ts';
import { organisationKinds, type Entry } from './register.ts';

type Names = readonly { readonly code: string; readonly name: string }[];

/** The terms in plain words; none when there is no agreement yet or its library is not known here. */
function termsOf(choices: Choices | null) {
	if (choices === null) return [];
	try {
		return settle(choices).map(({ topic, title, optionTitle, note }) => ({
			topic,
			title,
			option: optionTitle,
			note
		}));
	} catch {
		return [];
	}
}

const dayOf = (instant: string): string =>
	londonDay(Temporal.Instant.from(instant.replace(' ', 'T'))).toString();

/** What happened to a project in public, oldest first. */
export function historyOf(entry: Entry): { day: string; what: string; note: string }[] {
	const events = [
		{ day: londonDay(entry.approvedAt).toString(), what: 'Approved', note: '' },
		...(entry.agreedAt === null
			? []
			: [
					{
						day: londonDay(entry.agreedAt).toString(),
						what: 'Agreement signed by both sides',
						note: ''
					}
				]),
		...(entry.startsOn === null
			? []
			: [{ day: entry.startsOn.toString(), what: 'Start of the project', note: '' }]),
		...(entry.endsOn === null
			? []
			: [{ day: entry.endsOn.toString(), what: 'Planned end of the project', note: '' }]),
		...entry.outputs.flatMap(({ title, releasedAt, revokedAt, revokedBecause }) => [
			{ day: dayOf(releasedAt), what: `Released: ${title}`, note: '' },
			...(revokedAt === null
				? []
				: [{ day: dayOf(revokedAt), what: `Revoked: ${title}`, note: revokedBecause }])
		])
	];
	return events.sort((a, b) => a.day.localeCompare(b.day));
}

/** An entry as its page and its JSON show it; amounts are pounds in words. */
export function entryView(entry: Entry, names: Names) {
	const terms = termsOf(entry.ipOptions);
	const share = terms.find(({ topic }) => topic === 'value-share');
	const votes = entry.votes ?? {};
	return {
		id: entry.id,
		number: String(entry.number),
		title: entry.title,
		laySummary: entry.laySummary,
		publicBenefit: entry.publicBenefit,
		organisation: entry.organisation,
		organisationKind: organisationKinds[entry.organisationKind],
		tier: tierNames[entry.tier],
		datasets: entry.datasets.map((code) => ({
			code,
			name: names.find((one) => one.code === code)?.name ?? code
		})),
		approvedOn: londonDay(entry.approvedAt).toString(),
		publicReason: entry.publicReason,
		votes: {
			yes: votes['yes'] ?? 0,
			no: votes['no'] ?? 0,
			conditional: votes['conditional'] ?? 0,
			abstain: votes['abstain'] ?? 0
		},
		fee: entry.rateCardCode === null ? null : pounds(entry.fee),
		rateCard:
			entry.rateCardCode === null
				? null
				: `${entry.rateCardCode}, version ${String(entry.rateCardVersion)}`,
		valueShare: share === undefined ? null : { option: share.option, note: share.note },
		terms,
		project:
			entry.projectNumber === null
				? null
				: {
						number: projectReference(entry.projectNumber),
						status: projectStatusNames[entry.projectStatus as Status],
						startsOn: entry.startsOn?.toString() ?? null,
						endsOn: entry.endsOn?.toString() ?? null
					},
		outputs: entry.outputs.map(
			({ id, title, releasedAt, revokedAt, revokedBecause, manifest }) => ({
				id,
				title,
				releasedOn: dayOf(releasedAt),
				revokedOn: revokedAt === null ? null : dayOf(revokedAt),
				revokedBecause,
				manifest,
				/** Where anybody can verify it. */
				href: `/releases/${id}`
			})
		),
		history: historyOf(entry)
	};
}

export type EntryView = ReturnType<typeof entryView>;

const quoted = (text: string): string => {
	// a spreadsheet would run what begins like a formula
	const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
};

/** The register as CSV, a line a project. */
export function registerCsv(views: readonly EntryView[]): string {
	const header = [
		'number',
		'title',
		'organisation',
		'organisation_kind',
		'tier',
		'datasets',
		'approved_on',
		'votes_yes',
		'votes_no',
		'votes_conditional',
		'votes_abstain',
		'fee_pounds',
		'rate_card',
		'value_share',
		'project_status',
		'outputs_released',
		'lay_summary',
		'public_benefit',
		'public_reason'
	];
	const lines = views.map((view) => [
		view.number,
		view.title,
		view.organisation,
		view.organisationKind,
		view.tier,
		view.datasets.map(({ code }) => code).join('; '),
		view.approvedOn,
		...[view.votes.yes, view.votes.no, view.votes.conditional, view.votes.abstain].map(String),
		(view.fee ?? '').replaceAll(/[£,]/g, ''),
		view.rateCard ?? '',
		view.valueShare?.option ?? '',
		view.project?.status ?? '',
		view.outputs
			.filter(({ revokedOn }) => revokedOn === null)
			.map(({ title }) => title)
			.join('; '),
		view.laySummary,
		view.publicBenefit,
		view.publicReason
	]);
	return [header, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}
