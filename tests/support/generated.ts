import fc from 'fast-check';

/**
 * How many generated cases a property is tried on: a seeded tenth in `npm test`, so that a failure
 * comes again; all of them, newly drawn, in `npm run test:long`. A property that names its own
 * number keeps it.
 */
fc.configureGlobal(
	process.env['ALDGATE_LONG'] === '1' ? { numRuns: 1000 } : { numRuns: 100, seed: 20_261_122 }
);
