import { createServer } from 'node:net';
import { describe, expect } from 'vitest';
import { personId } from '#db/seed/people.ts';
import { unread } from '#domain/home/notices.store.server.ts';
import { noticeView } from '#domain/home/notices.ts';
import { sendMail } from '#domain/home/mail/send.server.ts';
import * as mail from '#domain/home/mail/store.server.ts';
import { service } from '#domain/people/actor.ts';
import { endStudies } from '#domain/workspaces/life/change.server.ts';
import { remind } from '#domain/workspaces/life/remind.server.ts';
import { find } from '#domain/workspaces/store.server.ts';
import { bind, type Sql } from '#platform/db.server.ts';
import { missing, test } from './outputs-scene.ts';

type Scene = { readonly owner: Sql };

/** Noon in London, so many days before the last day of the scene's project; after it when negative. */
async function noonBefore({ owner }: Scene): Promise<(n: number) => Temporal.Instant> {
	const [row] = await owner<{ endsOn: Temporal.PlainDate }[]>`select ends_on from project`;
	const last = row?.endsOn ?? Temporal.PlainDate.from('2027-01-01');
	return (n) =>
		last
			.subtract({ days: n })
			.toZonedDateTime({ timeZone: 'Europe/London', plainTime: '12:00' })
			.toInstant();
}

describe.skipIf(missing !== null)('the end of a study', () => {
	test('is told 60, 30 and 7 days before, on the page and by mail, each once, after restarts and clock jumps', async ({
		outputs,
		scene
	}) => {
		const db = bind(scene.worker, service.id);
		const before = await noonBefore(scene);
		expect(await remind(db, before(61))).toBe(0);
		expect(await remind(db, before(60)), 'its two members').toBe(2);
		expect(await remind(db, before(60)), 'again').toBe(0);
		const twins = await Promise.all([remind(db, before(30)), remind(db, before(30))]);
		expect(twins.sort(), 'two workers at once').toEqual([0, 2]);
		expect(await remind(db, before(60)), 'the clock jumped back').toBe(0);
		expect(await remind(db, before(45)), 'and on again').toBe(0);
		expect(await remind(db, before(5)), 'and far on').toBe(2);
		expect(await remind(db, before(5))).toBe(0);
		const { db: amara } = await outputs.as('amara');
		const told = (await amara.read((tx) => unread(tx))).map((one) => noticeView(one));
		expect(told).toHaveLength(3);
		expect(told[0]).toMatchObject({
			words: expect.stringMatching(/ends on/) as string,
			href: `/projects/${outputs.project}`,
			urgent: true
		});
		expect(await amara.read((tx) => mail.mine(tx))).toHaveLength(3);
		const { db: carlos } = await outputs.as('carlos');
		expect(await carlos.read((tx) => unread(tx))).toEqual([]);
	});

	test('passes over what is nearer when the clock was away, and begins anew for another end', async ({
		outputs,
		scene
	}) => {
		const db = bind(scene.worker, service.id);
		const at = (await noonBefore(scene))(20);
		expect(await remind(db, at)).toBe(2);
		const kept = await scene.owner<{ days: number; told: boolean }[]>`
			select days, told
			from end_notice
			where project_id = ${outputs.project} and person_id = ${personId('amara')}
			order by days desc
		`;
		expect(kept).toEqual([
			{ days: 60, told: false },
			{ days: 30, told: true }
		]);
		await scene.owner`update project set ends_on = ends_on + 30`;
		expect(await remind(db, at), 'fifty days before the new end').toBe(2);
		const letters = await scene.owner`select from mail`;
		expect(letters).toHaveLength(4);
	});

	test('makes the workspace read-only from the day after, once', async ({ outputs, scene }) => {
		const db = bind(scene.worker, service.id);
		const before = await noonBefore(scene);
		await endStudies(db, before(0));
		const status = async () => (await db.read((tx) => find(tx, outputs.stage.workspace))).status;
		expect(await status(), 'the last day counts').toBe('open');
		for (let again = 0; again < 2; again += 1) await endStudies(db, before(-1));
		expect(await status()).toBe('read_only');
		const events = await scene.owner`select from event where action = 'workspace.make-read-only'`;
		expect(events).toHaveLength(1);
	});

	test('goes out by SMTP once the server takes it, and is tried again until then', async ({
		outputs,
		scene
	}) => {
		const db = bind(scene.worker, service.id);
		await remind(db, (await noonBefore(scene))(10));
		const heard: string[] = [];
		let refuses = true;
		const server = createServer((socket) => {
			let within = false;
			let letter = '';
			socket.write('220 ready\r\n');
			socket.on('error', () => socket.destroy());
			socket.on('data', (bytes) => {
				for (const line of bytes.toString().split('\r\n').slice(0, -1)) {
					if (within && line !== '.') letter += `${line}\n`;
					else if (within) {
						within = false;
						heard.push(letter);
						letter = '';
						socket.write('250 taken\r\n');
					} else if (line.startsWith('EHLO')) socket.write('250-here\r\n250 8BITMIME\r\n');
					else if (line.startsWith('RCPT')) {
						letter += `${line}\n`;
						socket.write(refuses ? '451 later\r\n' : '250 ok\r\n');
					} else if (line === 'DATA') {
						within = true;
						socket.write('354 go on\r\n');
					} else if (line !== 'QUIT') socket.write('250 ok\r\n');
				}
			});
		});
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
		const address = server.address();
		const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
		const settings = {
			smtpUrl: `smtp://127.0.0.1:${String(port)}`,
			mailFrom: 'Aldgate <aldgate@example.org>'
		};
		const tools = { sql: scene.worker, settings };
		const { at } = outputs.stage;
		try {
			expect(await sendMail(tools, at)).toBe(0);
			refuses = false;
			expect(await sendMail(tools, at)).toBe(2);
			expect(await sendMail(tools, at)).toBe(0);
			expect(heard).toHaveLength(2);
			expect(heard.some((letter) => letter.includes('RCPT TO:<amara@'))).toBe(true);
			const words = heard[0]?.split('\n\n')[1]?.replaceAll('\n', '') ?? '';
			expect(Buffer.from(words, 'base64').toString()).toMatch(/can be used until/);
		} finally {
			await new Promise((done) => server.close(done));
		}
		const none = { sql: scene.worker, settings: { smtpUrl: '', mailFrom: '' } };
		expect(await sendMail(none, at), 'without a server they wait').toBe(0);
	});
});
