/**
 * What a page may hold a time in: a Temporal.Instant, an ISO 8601 string as it comes out of
 * `load`, a Temporal.PlainDate or a plain "2026-11-22". Browsers without Temporal can show all.
 */
export type Moment =
	| string
	| { readonly epochMilliseconds: number }
	| { readonly year: number; readonly month: number; readonly day: number };

const zone = 'Europe/London';
const dayOf = new Intl.DateTimeFormat('en-GB', {
	timeZone: zone,
	day: 'numeric',
	month: 'long',
	year: 'numeric'
});
const hourOf = new Intl.DateTimeFormat('en-GB', {
	timeZone: zone,
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23'
});

const plain = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day has no zone: noon in UTC is the same day in London, summer and winter. */
function read(at: Moment): { date: Date; whole: boolean } {
	if (typeof at === 'string')
		return plain.test(at)
			? { date: new Date(`${at}T12:00:00Z`), whole: true }
			: { date: new Date(at), whole: false };
	if ('epochMilliseconds' in at) return { date: new Date(at.epochMilliseconds), whole: false };
	return { date: new Date(Date.UTC(at.year, at.month - 1, at.day, 12)), whole: true };
}

/** In words. A string that is no time at all is shown as it is. */
export function spell(at: Moment, day = false): string {
	const { date, whole } = read(at);
	if (Number.isNaN(date.getTime())) return typeof at === 'string' ? at : '';
	return whole || day ? dayOf.format(date) : `${dayOf.format(date)} at ${hourOf.format(date)}`;
}

/** For the `datetime` attribute. */
export function iso(at: Moment): string | undefined {
	const { date, whole } = read(at);
	if (Number.isNaN(date.getTime())) return undefined;
	return whole ? date.toISOString().slice(0, 10) : date.toISOString();
}
