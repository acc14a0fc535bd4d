import { connect as plainly, type Socket } from 'node:net';
import { connect as securely } from 'node:tls';
import { createInterface } from 'node:readline';
import { hostname } from 'node:os';

export type Letter = {
	readonly to: string;
	readonly subject: string;
	readonly words: string;
	/** The same letter sent again after a crash has the same, so that a mailbox can tell. */
	readonly id: string;
};

export type Mailer = { send(letter: Letter): Promise<void> };

const patience = 20_000;

type Talk = { say(line: string, expected: number): Promise<string[]>; readonly socket: Socket };

/** Says a line and waits for the code that it should be answered with. @throws with the answer otherwise. */
function talk(socket: Socket): Talk {
	const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
	return {
		socket,
		async say(line, expected) {
			if (line !== '') socket.write(`${line}\r\n`);
			const heard: string[] = [];
			for (;;) {
				const { value, done } = await lines.next();
				if (done) throw new Error('The mail server hung up.');
				heard.push(value);
				if (value[3] !== '-') break;
			}
			const last = heard.at(-1) ?? '';
			if (!last.startsWith(String(expected)))
				throw new Error(`The mail server answered: ${last.slice(0, 200)}`);
			return heard;
		}
	};
}

const plain = (text: string) => text.replaceAll(/[\r\n]+/g, ' ');
const word = (text: string) => `=?UTF-8?B?${Buffer.from(plain(text)).toString('base64')}?=`;

function written({ to, subject, words, id }: Letter, from: string): string {
	const base = Buffer.from(words).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
	return [
		`From: ${plain(from)}`,
		`To: ${plain(to)}`,
		`Subject: ${word(subject)}`,
		`Message-ID: <${id}@aldgate>`,
		'MIME-Version: 1.0',
		'Content-Type: text/plain; charset=utf-8',
		'Content-Transfer-Encoding: base64',
		'Auto-Submitted: auto-generated',
		'',
		base
	].join('\r\n');
}

/**
 * Sends by SMTP (RFC 5321), one connection a letter: `smtps://user:password@host:465`, or `smtp://`
 * for a server that is asked to begin TLS when it offers it; a password goes over TLS only.
 * @throws when a letter was not taken; it can be sent again.
 */
export const mailer = (url: string, from: string): Mailer => ({
	async send(letter) {
		const { protocol, hostname: host, port, username, password } = new URL(url);
		const secure = protocol === 'smtps:';
		const at = { host, port: Number(port) || (secure ? 465 : 587) };
		let socket: Socket = secure ? securely({ ...at, servername: host }) : plainly(at);
		const guard = (one: Socket) => {
			one.setTimeout(patience, () => one.destroy(new Error('The mail server is silent.')));
			one.on('error', () => one.destroy());
		};
		guard(socket);
		try {
			let line = talk(socket);
			await line.say('', 220);
			const offers = await line.say(`EHLO ${hostname()}`, 250);
			if (!secure && offers.some((offer) => /STARTTLS/i.test(offer))) {
				await line.say('STARTTLS', 220);
				socket = securely({ socket, servername: host });
				guard(socket);
				line = talk(socket);
				await line.say(`EHLO ${hostname()}`, 250);
			}
			if (username !== '') {
				if (!('encrypted' in socket)) throw new Error('The mail server offers no TLS.');
				const pair = `\0${decodeURIComponent(username)}\0${decodeURIComponent(password)}`;
				await line.say(`AUTH PLAIN ${Buffer.from(pair).toString('base64')}`, 235);
			}
			await line.say(`MAIL FROM:<${/<(.+)>/.exec(from)?.[1] ?? from}>`, 250);
			await line.say(`RCPT TO:<${plain(letter.to)}>`, 250);
			await line.say('DATA', 354);
			await line.say(`${written(letter, from)}\r\n.`, 250);
			socket.write('QUIT\r\n');
		} finally {
			socket.destroy();
		}
	}
});
