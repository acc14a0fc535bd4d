import { expect, test } from 'vitest';
import { openDuck } from './duck.ts';
import { unicity } from './unicity.ts';

/** Three people: two alike in two events, one of them with a third, and one who shares a single one. */
const events = `select * from (values
	('a', 1, 1), ('a', 1, 1), ('a', 2, 5),
	('b', 1, 1), ('b', 2, 5), ('b', 3, 9),
	('c', 1, 1), ('c', 4, 2)) t(pid, code, month)`;

test('unicity says whom one to four known events single out, each event counted once', async () => {
	const duck = await openDuck(null);
	try {
		const found = await unicity(duck.db, events);
		expect(found.map(({ knownEvents, sampled }) => [knownEvents, sampled])).toEqual([
			[1, 3],
			[2, 3],
			[3, 1],
			[4, 0]
		]);
		// who knows both events of c has found c; b's three events are b's alone; a's two are also b's
		expect(found[2]).toMatchObject({ unique: 1, share: 1 });
		expect(found[3]).toMatchObject({ unique: 0, share: 0 });
		expect(found[1]?.unique).toBeGreaterThanOrEqual(1);
		expect(found[1]?.unique).toBeLessThan(3);
	} finally {
		duck.close();
	}
});
