import { beforeEach, describe, expect, vi } from 'vitest';
import { signIn } from '#domain/people/sign-in.server.ts';
import { demoPassword, emailOf } from '#db/seed/people.ts';
import { at, test } from './people-scene.ts';

/** The hashes that were checked: the real library does the work, and here it is counted. */
const checked: string[] = vi.hoisted(() => []);
vi.mock('@node-rs/argon2', async (load) => {
	const real = await load<typeof import('@node-rs/argon2')>();
	return {
		...real,
		verify: (stored: string, password: string) => {
			checked.push(stored);
			return real.verify(stored, password);
		}
	};
});
beforeEach(() => {
	checked.length = 0;
});

const cost = (stored: string | undefined) => stored?.split('$').slice(1, 4).join(' ');

describe('a wrong password, an unknown address and a right password', () => {
	test('take one check each, at the same cost', async ({ db }) => {
		const from = { address: '192.0.2.1', userAgent: '' };
		const attempts = [
			{ email: emailOf('amara'), password: 'not this one' },
			{ email: 'nobody@example.org', password: 'not this one' },
			{ email: 'nobody@example.org', password: '' },
			{ email: emailOf('amara'), password: demoPassword }
		];
		const answers = [];
		for (const attempt of attempts) answers.push((await signIn(db.portal, attempt, from, at)).ok);
		expect(answers).toEqual([false, false, false, true]);
		expect(checked.map(cost)).toEqual(attempts.map(() => 'argon2id v=19 m=19456,t=2,p=1'));
		expect(new Set(checked).size, 'the account’s hash, and one of nobody’s').toBe(2);
	});
});
