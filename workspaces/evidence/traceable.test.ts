import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { SnapshotSpecificationSchema } from '#domain/disclosure/specification.ts';
import { insistTraceable } from './traceable.ts';

const column = (table: string, name: string) => ({ table, column: name });

const asked = (statistic: string, value: string, over?: string) =>
	v.parse(SnapshotSpecificationSchema, {
		rows: [],
		unit: 'person_id',
		statistic,
		value,
		...(over === undefined ? {} : { over }),
		from: 'person',
		fields: {
			person_id: column('person', 'person_id'),
			year_of_birth: column('person', 'year_of_birth'),
			gender: column('person', 'gender_concept_id')
		}
	});

describe('a specification that did not come from a query', () => {
	test.each(['sum', 'mean', 'std', 'median', 'max'])(
		'may not ask for a %s of codes',
		(statistic) => {
			expect(() => {
				insistTraceable(asked(statistic, 'gender'));
			}).toThrow('holds codes');
			expect(() => {
				insistTraceable(asked(statistic, 'year_of_birth'));
			}).not.toThrow();
		}
	);
	test('may not draw a line over codes', () => {
		expect(() => {
			insistTraceable(asked('slope', 'year_of_birth', 'gender'));
		}).toThrow('holds codes');
	});
	test('may count by codes, and ask for the commonest', () => {
		for (const statistic of ['count', 'mode'])
			expect(() => {
				insistTraceable(asked(statistic, 'gender'));
			}).not.toThrow();
	});
});
