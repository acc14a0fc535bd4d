import type { Actor } from '#domain/people/actor.ts';
import type { Ran, RunFailed } from '#platform/host.server.ts';
import { maySeePeople } from './policy.ts';

export const failed = (code: string, message: string): RunFailed => ({
	ok: false,
	error: { code, message }
});

/** A mistake in the text itself; any other error is raised over rows and can quote their values. */
const aboutTheText = /^(Parser|Binder|Catalog) Error/;

/** Takes rows of people, and errors that can quote them, away from a session without second factor. */
export function withheld(who: Actor, answer: Ran | RunFailed): Ran | RunFailed {
	const verdict = maySeePeople(who);
	if (verdict.allowed) return answer;
	if (answer.ok) return answer.people ? failed('second-factor', verdict.because) : answer;
	return answer.error.code === 'sql' ? failed('sql', keepable(answer)) : answer;
}

/** What of an error Postgres may keep. */
export const keepable = ({ error: { code, message } }: RunFailed): string =>
	code !== 'sql' || aboutTheText.test(message)
		? message.slice(0, 1000)
		: 'The query failed while it read rows. Run it again to see the reason.';
