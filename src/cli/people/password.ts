import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { demoPassword } from '#db/seed/people.ts';
import { BadCommand } from '../given.ts';

const [shortest, longest] = [12, 512]; // the sign-in page takes no more

/** Passwords that everybody tries first, letters and digits only; the demonstration's own is public. */
const common: readonly string[] = [
	'123456789012',
	'1234567890123',
	'1q2w3e4r5t6y',
	'abcdefghijkl',
	'administrator',
	'aldgatealdgate',
	'changemechangeme',
	'changemenow1',
	'correcthorsebatterystaple',
	'iloveyou1234',
	'letmeinletmein',
	'letmeinplease',
	'password1234',
	'passwordpassword',
	'qwertyuiop12',
	'qwerty123456',
	'trustedresearch',
	'welcome12345',
	'welcometoaldgate'
];

const bare = (words: string) => words.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Why a password will not do, as one sentence, or null. */
export function weakness(password: string, who: { name: string; email: string }): string | null {
	const length = Array.from(password).length;
	if (length < shortest)
		return `The password has ${String(length)} characters; use at least ${String(shortest)}, such as four words of your own.`;
	if (length > longest) return `The password is longer than ${String(longest)} characters.`;
	const plain = bare(password);
	const theirs = [who.name, who.email, who.email.split('@')[0] ?? ''].map(bare);
	const known = [...common, bare(demoPassword), ...theirs].includes(plain);
	if (
		known ||
		new Set(password.toLowerCase()).size < 5 ||
		/^(password|letmein|qwerty)\d*$/.test(plain)
	)
		return 'The password is one that people guess first; use another, such as four words of your own.';
	return null;
}

/** Reads a password from standard input: all of it but the line's end; typed at a terminal, unseen. */
export async function readPassword(say: (line: string) => void): Promise<string> {
	if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '');
	say('Password: ');
	const nowhere = new Writable({
		write: (_chunk, _encoding, done) => {
			done();
		}
	});
	const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
	const typed = await new Promise<string | null>((resolve) => {
		lines.once('line', resolve);
		lines.once('close', () => {
			resolve(null);
		});
	});
	lines.close();
	say('\n');
	if (typed === null) throw new BadCommand('No password was typed; nothing was changed.');
	return typed;
}
