import { describe, expect, test } from 'vitest';
import { raw, text } from '../../tests/support/hostile/bytes.ts';
import { failed, judged, rulesOf, textOf } from '../../tests/support/hostile/judged.ts';

describe('a table', () => {
	test.each([
		['UTF-16', raw('\xff\xfes\0e\0x\0'), 'encoding'],
		['Latin-1', raw('caf\xe9,n\nx,120\n'), 'encoding'],
		['NUL bytes', raw('sex,n\nF,1\x0020\n'), 'nul'],
		['a formula', text('sex,n\n"=cmd|\'/c calc\'!A1",120\n'), 'formula'],
		['a formula after a tab', text('sex,n\n"\t=1+1",120\n'), 'formula'],
		['the code of a page', text('sex,n\n<script>alert(1)</script>,120\n'), 'markup'],
		['nothing', new Uint8Array(), 'empty']
	])('with %s fails', async (_, bytes, rule) => {
		const found = await judged('t.csv', bytes);
		expect(failed(found)).toContain(rule);
	});
	test('leaves without its byte-order mark', async () => {
		const found = await judged('t.csv', '\ufeffsex,n\nF,120\n');
		expect([rulesOf(found).includes('bom'), textOf(found)]).toEqual([true, 'sex,n\nF,120\n']);
	});
	test('of more than 100,000 cells is not judged cell by cell', async () => {
		const found = await judged('t.csv', `${'a,'.repeat(200)}b\n`.repeat(600));
		expect([failed(found), found.clean]).toEqual([['size'], null]);
	});
	test('under the name of code is a table', async () => {
		const found = await judged('query.sql', 'age,sex,count\n1,F,3\n2,M,40\n3,F,50\n');
		expect(found.kind).toBe('table');
		expect(failed(found)).toEqual(expect.arrayContaining(['name-disagrees', 'threshold']));
	});
	test('of a model is judged by the rules of models', async () => {
		const model =
			'term,estimate,std_error,family,n,df_residual\n(Intercept),1.23456789,0.1,linear,12,1\nage,0.5,0.1,linear,12,1\n';
		const found = await judged('model.csv', model);
		expect(failed(found).length).toBeGreaterThan(0);
		expect(rulesOf(found)).not.toContain('decimals');
	});
});

describe('code', () => {
	const clean =
		'library(survival)\nfit <- coxph(Surv(time, event) ~ age + sex, data = people)\nsummary(fit)\n';
	test('without anything of people is read by a person, and leaves as it is', async () => {
		const found = await judged('fit.R', clean);
		expect([found.kind, found.verdict, rulesOf(found)]).toEqual([
			'code',
			'review',
			['needs-reading']
		]);
		expect([textOf(found), found.media, found.cleanName]).toEqual([
			clean,
			'text/plain; charset=utf-8',
			'fit.R'
		]);
	});
	test.each([
		['nhs-number', "where nhs_number = '943 476 5919'"],
		['pseudonym', "where person_id = '8d3f2c1a-4b5e-4f60-9a7b-1c2d3e4f5a6b'"],
		['secret', "password = 'correct-horse'"],
		['secret', 'dbConnect("postgresql://anna:hunter22@db.example/omop")'],
		['secret', 'key <- "AKIAABCDEFGHIJKLMNOP"'],
		['secret', '-----BEGIN PRIVATE KEY-----'],
		['cached-data', `x = "${'QUJD'.repeat(80)}"`],
		['hidden-text', 'if (admin \u202e) { // }'],
		['date-of-birth', "dob = '1950-04-01'"]
	])('with %s fails and names its line', async (rule, line) => {
		const found = await judged('query.py', `import pandas\n${line}\n`);
		expect(found.findings).toContainEqual(
			expect.objectContaining({ rule, level: 'fail', where: 'line 2' })
		);
	});
	test.each([
		['dates', "from = '2020-04-01'"],
		['literal-figures', `x = c(${Array.from({ length: 14 }, (_, i) => `${i + 20}`).join(', ')})`],
		['threshold', '# only 3 patients were left'],
		['literal-count', '# n = 1204']
	])('with %s is asked about', async (rule, line) => {
		expect(rulesOf(await judged('query.py', `import pandas\n${line}\n`))).toContain(rule);
	});
	test('never says the secret itself', async () => {
		const found = await judged('q.py', "token = 'tok-1234567890-abcdef'");
		expect(failed(found)).toEqual(['secret']);
		expect(JSON.stringify(found.findings)).not.toContain('tok-123');
	});
	test('with rows pasted in fails', async () => {
		const rows = Array.from(
			{ length: 12 },
			(_, i) => `# ${1000 + i}, ${40 + i}, 2020-01-${10 + i}`
		).join('\n');
		expect(failed(await judged('q.R', `x <- 1\n${rows}\n`))).toContain('pasted-rows');
	});
});

describe('a log', () => {
	test('with a small count in it fails', async () => {
		const found = await judged('run.log', 'NOTE: model fitted\nn = 4\n');
		expect([found.kind, failed(found)]).toEqual(['log', ['threshold']]);
	});
	test('with printed rows fails', async () => {
		const rows = Array.from({ length: 12 }, (_, i) => `${i}  ${1940 + i}  F  ${30 + i}.5`).join(
			'\n'
		);
		expect(failed(await judged('run.log', rows))).toContain('pasted-rows');
	});
	test('with letters that a terminal obeys is asked about', async () => {
		expect(rulesOf(await judged('run.log', 'done \u001b[31mred\u001b[0m'))).toContain('control');
	});
	test('of a time in seconds is not taken for an NHS number', async () => {
		const times = Array.from({ length: 200 }, (_, i) => `at ${1_700_000_000 + i}`).join('\n');
		expect(failed(await judged('run.log', times))).not.toContain('nhs-number');
	});
});

describe('a notebook', () => {
	const notebook = (cells: object[], metadata: object = {}): string =>
		JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
	test('leaves as its words and code', async () => {
		const found = await judged(
			'a.ipynb',
			notebook(
				[
					{
						cell_type: 'markdown',
						metadata: {},
						source: ['# A study'],
						attachments: { 'x.png': { 'image/png': 'AAAA' } }
					},
					{
						cell_type: 'code',
						metadata: { path: '/secret' },
						execution_count: 7,
						source: 'people.shape',
						outputs: [
							{
								output_type: 'execute_result',
								data: { 'text/plain': ['943 476 5919'], 'image/png': 'AAAA' }
							}
						]
					}
				],
				{ author: 'A Person' }
			)
		);
		expect(found.kind).toBe('notebook');
		expect(failed(found)).toEqual(expect.arrayContaining(['attachments', 'nhs-number']));
		expect(rulesOf(found)).toEqual(expect.arrayContaining(['outputs', 'metadata']));
		expect(textOf(found)).not.toMatch(/943|AAAA|secret|A Person/);
		expect(JSON.parse(textOf(found))).toMatchObject({
			cells: [{ source: '# A study' }, { source: 'people.shape', outputs: [] }]
		});
	});
	test('whose output is a table is judged as one', async () => {
		const html = '<table><tr><th>sex</th><th>count</th></tr><tr><td>F</td><td>3</td></tr></table>';
		const found = await judged(
			'a.ipynb',
			notebook([
				{
					cell_type: 'code',
					metadata: {},
					source: 'x',
					outputs: [{ output_type: 'display_data', data: { 'text/html': html } }]
				}
			])
		);
		expect(found.findings).toContainEqual(
			expect.objectContaining({
				rule: 'threshold',
				where: 'the output of cell 1, table 1, row 2, column count'
			})
		);
		expect(found.tables[0]?.rows).toEqual([
			['sex', 'count'],
			['F', '3']
		]);
	});
	test.each([
		['other JSON', '{"rows": [[1, 2]]}'],
		['cells that are none', notebook([{ cell_type: 'evil', source: 5 }])]
	])('is not %s', async (_, json) => {
		const found = await judged('a.ipynb', json);
		expect([failed(found)[0], found.clean]).toEqual(['file-type', null]);
	});
	test('nested without end is no notebook, and nothing falls over', async () => {
		const found = await judged('a.ipynb', '['.repeat(500_000));
		expect(found.verdict).toBe('fail');
	});
});

test.each([
	['..'],
	['a/../b.csv'],
	['..\\b.csv'],
	['a\0.csv'],
	['a\u202ecsv.exe'],
	['a\u200b.csv'],
	['a\n.csv'],
	['CON'],
	['nul.csv'],
	['LPT1.txt'],
	['a:b.csv'],
	['a.csv.'],
	[' a.csv'],
	['x'.repeat(300)],
	['']
])('a file named %j fails, and leaves under a plain name if at all', async (name) => {
	const found = await judged(name, 'sex,n\nF,120\n');
	expect(failed(found)).toContain('name');
	expect(found.cleanName).toMatch(/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/);
	expect(found.cleanName).not.toContain('..');
});
