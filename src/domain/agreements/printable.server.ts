import type { Tx } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import { agreementReference } from './agreement.ts';
import { host } from './host.ts';
import type { SignedAgreement } from './pdf.server.ts';
import * as store from './store.server.ts';

/** An agreement as it is printed: an offer by the day of its offer, a draft by today. @throws Problem 404. */
export async function printable(
	tx: Tx,
	id: string,
	at: Temporal.Instant
): Promise<SignedAgreement> {
	const { number, version, text, offeredAt, organisation } = await store.find(tx, id);
	return {
		reference: agreementReference(number, version),
		text,
		offeredOn: londonDay(offeredAt ?? at),
		host: host.name,
		partner: organisation,
		signatures: await store.signatures(tx, id)
	};
}
