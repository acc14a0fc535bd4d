import { pino } from 'pino';

/** One line of JSON an event, to stderr. Ids only: no names, no addresses, no words that were typed. */
export const log = pino(
	{
		base: { process: process.env['ALDGATE_PROCESS'] ?? 'portal' },
		serializers: { error: pino.stdSerializers.err },
		redact: ['error.query', 'error.parameters', 'error.args', 'error.detail', 'error.where']
	},
	pino.destination({ dest: 2, sync: true })
);
