import { hash, verify } from '@node-rs/argon2';

// argon2id with OWASP's second set of parameters: 19 MiB, two passes, one lane
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** A hash of nothing anyone knows, so that an unknown e-mail costs as much as a wrong password. */
const nobody = hash(crypto.randomUUID(), cost);

/** Whether the password is right; takes the same work when there is no such account. */
export async function passwordIs(stored: string | null, password: string): Promise<boolean> {
	const right = await verify(stored ?? (await nobody), password);
	return stored !== null && right;
}
