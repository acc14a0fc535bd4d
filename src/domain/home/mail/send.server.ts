import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind } from '#platform/db.server.ts';
import { log } from '#platform/log.server.ts';
import { mailer } from '#platform/mail.server.ts';
import type { Services } from '#platform/services.server.ts';
import * as store from './store.server.ts';

type Tools = Pick<Services, 'sql'> & {
	readonly settings: Pick<Services['settings'], 'smtpUrl' | 'mailFrom'>;
};

/**
 * Sends what waits to be sent. A letter is marked as sent once the server took it: a crash in between
 * can send it twice, with the same message id, and never loses it. Without a mail server letters
 * wait, and people read them on their pages. Answers how many went.
 */
export async function sendMail({ sql, settings }: Tools, at: Temporal.Instant): Promise<number> {
	const { smtpUrl, mailFrom } = settings;
	if (smtpUrl === '') return 0;
	const db = bind(sql, service.id);
	const out = mailer(smtpUrl, mailFrom === '' ? 'aldgate@localhost' : mailFrom);
	let went = 0;
	for (const { id, address, subject, words } of await db.read((tx) => store.due(tx))) {
		const mine = await act(db, service, async (tx) => ({
			result: await store.attempt(tx, id),
			event: []
		}));
		if (!mine) continue;
		try {
			await out.send({ to: address, subject, words, id });
			await act(db, service, async (tx) => ({ result: await store.sent(tx, id, at), event: [] }));
			went += 1;
		} catch (error) {
			log.warn({ error, letter: id }, 'a letter was not sent; trying again');
		}
	}
	return went;
}
