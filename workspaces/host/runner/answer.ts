import type { Refusal } from '../protocol.ts';

/** The descriptor the host listens on (sandbox.ts): never standard output, which a database may log to. */
export const answerFd = 4;

/** A text that cannot be run, in words for its author. */
export class Refused extends Error {
	readonly code: Refusal;
	/** Whether the words may quote values of people's rows. */
	readonly people: boolean;

	constructor(code: Refusal, message: string, people = false) {
		super(message);
		this.code = code;
		this.people = people;
	}
}
