import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import * as fields from './fields.ts';
import { failed, parse } from './forms.ts';

const Study = v.object({
	title: fields.text('Enter a title', 'Title', 20),
	summary: fields.optionalText('Summary', 50),
	datasets: fields.choices(['core', 'measurements'], 'Choose at least one dataset'),
	months: fields.whole('Enter how many months', 1, 60),
	password: v.pipe(v.string(), v.minLength(12, 'Enter a password of 12 characters or more'))
});

const form = (fields: [string, string | File][]): FormData => {
	const data = new FormData();
	for (const [name, value] of fields) data.append(name, value);
	return data;
};

const good: [string, string][] = [
	['title', ' Asthma '],
	['summary', 'one\r\ntwo\0'],
	['datasets', 'core'],
	['datasets', 'measurements'],
	['months', '1,2'],
	['password', 'correct horse battery']
];

describe('parse', () => {
	test('gives the typed value when everything is well', () => {
		const parsed = parse(form(good), Study, { lists: ['datasets'] });
		expect(parsed.ok && parsed.value).toEqual({
			title: 'Asthma',
			summary: 'one\ntwo',
			datasets: ['core', 'measurements'],
			months: 12,
			password: 'correct horse battery'
		});
	});

	test('gives one sentence per field and keeps what was typed, but never a password', () => {
		const data = form([
			['title', 'x'.repeat(21)],
			['datasets', 'core'],
			['datasets', "other people's"],
			['months', '<script>'],
			['password', 'short']
		]);
		expect(parse(data, Study, { lists: ['datasets'], form: 'study' })).toEqual({
			ok: false,
			form: 'study',
			errors: {
				title: 'Title must be 20 characters or fewer',
				datasets: 'Choose at least one dataset',
				months: 'Enter a whole number from 1 to 60',
				password: 'Enter a password of 12 characters or more'
			},
			values: {
				title: 'x'.repeat(21),
				datasets: ['core', "other people's"],
				months: '<script>'
			}
		});
	});

	test('an empty post gives every field its own words', () => {
		const parsed = parse(form([]), Study, { lists: ['datasets'] });
		expect(!parsed.ok && parsed.errors).toEqual({
			title: 'Enter a title',
			datasets: 'Choose at least one dataset',
			months: 'Enter how many months',
			password: 'Enter a password of 12 characters or more'
		});
	});

	test('a file where text belongs is told as the field’s own message', () => {
		const data = form([...good.slice(1), ['title', new File(['x'], 'x.txt')]]);
		const parsed = parse(data, Study, { lists: ['datasets'] });
		expect(!parsed.ok && parsed.errors).toEqual({ title: 'Enter a title' });
		expect(!parsed.ok && 'title' in parsed.values).toBe(false);
	});

	test('a file input left empty reads as nothing chosen', () => {
		const Upload = v.object({ table: v.instance(File, 'Choose a file') });
		const parsed = parse(form([['table', new File([], '')]]), Upload);
		expect(!parsed.ok && parsed.errors).toEqual({ table: 'Choose a file' });
	});

	test('fields that nobody asked for are dropped, __proto__ among them', () => {
		const Loose = v.record(v.string(), v.string());
		const data = form([
			['__proto__', 'polluted'],
			['constructor', 'kept as plain data']
		]);
		const parsed = parse(data, Loose);
		expect(Object.keys(parsed.values)).toEqual(['constructor']);
		expect(
			parse(form([...good, ['role', 'administrator']]), Study, { lists: ['datasets'] }).values
		).not.toHaveProperty('role');
	});

	test('what concerns no single field becomes the message of the form', () => {
		const Range = v.pipe(
			v.object({ from: v.string(), to: v.string() }),
			v.check(({ from, to }) => from <= to, 'The first day must come before the last')
		);
		const parsed = parse(
			form([
				['from', '2026-02-01'],
				['to', '2026-01-01']
			]),
			Range
		);
		expect(parsed).toMatchObject({
			errors: {},
			message: 'The first day must come before the last'
		});
	});

	test('a schema without words of its own still gives a sentence', () => {
		const parsed = parse(form([]), v.object({ n: v.number() }));
		expect(!parsed.ok && parsed.errors['n']).toMatch(/^Something in this form .*\.$/);
	});

	test('the domain’s own finding has the same shape', () => {
		const parsed = parse(form(good), Study, { lists: ['datasets'] });
		expect(failed(parsed, { title: 'That title is taken' })).toMatchObject({
			ok: false,
			errors: { title: 'That title is taken' },
			values: { title: ' Asthma ' }
		});
	});
});

describe('fields', () => {
	const read = <S extends v.GenericSchema>(schema: S, typed: string) => v.safeParse(schema, typed);

	test.each([
		['£1,234.5', 123450n],
		['7', 700n],
		['0.05', 5n]
	])('money reads %s as %s pence', (typed, pence) => {
		expect(read(fields.money('Enter an amount'), typed).output).toBe(pence);
	});

	test.each(['-1', '1.234', 'lots', '1e9', '1,50', '1.250,00', '1,25,000', '1 2', '12£', ',100'])(
		'money refuses %s',
		(typed) => {
			expect(read(fields.money('Enter an amount'), typed).success).toBe(false);
		}
	);

	test.each(['2026-02-31', '31/12/2026', '2026-13-01', "2026-01-01'--"])(
		'day refuses %s',
		(typed) => {
			expect(read(fields.day('Enter a date'), typed).success).toBe(false);
		}
	);

	test('day reads a calendar day', () => {
		const parsed = v.parse(fields.day('Enter a date'), '2026-11-22');
		expect(parsed.toString()).toBe('2026-11-22');
	});

	test.each(['1.5', '1e3', '0x10', '61', '0', '9'.repeat(30)])('whole refuses %s', (typed) => {
		expect(read(fields.whole('Enter months', 1, 60), typed).success).toBe(false);
	});

	test('an e-mail address is kept in lower case', () => {
		expect(v.parse(fields.email(), ' Ada@Example.org ')).toBe('ada@example.org');
	});
});
