import * as v from 'valibot';
import { longestCell } from './limits.ts';
import {
	performAnswer,
	performCell,
	performInterrupt,
	performLook,
	performOpen,
	performStop,
	type Sessions
} from './sessions.ts';

const id = v.pipe(v.string(), v.uuid());
const whose = { person: id, workspace: id };
const told = <const Verb extends string>(verb: Verb) =>
	({ ...whose, verb: v.optional(v.literal(verb), verb) }) as const;

const run = v.strictObject({
	...told('run'),
	run: id,
	language: v.picklist(['sql', 'r', 'python']),
	code: v.pipe(v.string(), v.maxLength(longestCell)),
	into: v.optional(v.nullable(v.string()), null),
	plots: v.optional(v.picklist(['png', 'svg']), 'png')
});
const answer = v.strictObject({ ...told('answer'), run: id });
const open = v.strictObject(told('open'));
const look = v.strictObject(told('look'));
const interrupt = v.strictObject(told('interrupt'));
const stop = v.strictObject(told('stop'));

export type SessionAsk = v.InferOutput<
	typeof run | typeof answer | typeof open | typeof look | typeof interrupt | typeof stop
>;

/** What each address of a session takes. */
export const sessionShapes: Readonly<
	Record<string, v.GenericSchema<unknown, SessionAsk> & { readonly entries: object }>
> = {
	'/session/run': run,
	'/session/answer': answer,
	'/session/open': open,
	'/session/look': look,
	'/session/interrupt': interrupt,
	'/session/stop': stop
};

/** Does what is asked of a session. */
export async function answerSession(sessions: Sessions, ask: SessionAsk): Promise<object> {
	switch (ask.verb) {
		case 'run':
			return performCell(sessions, ask);
		case 'answer':
			return performAnswer(sessions, ask);
		case 'open':
			return performOpen(sessions, ask);
		case 'look':
			return performLook(sessions, ask);
		case 'interrupt':
			return performInterrupt(sessions, ask);
		case 'stop':
			return performStop(sessions, ask);
	}
}
