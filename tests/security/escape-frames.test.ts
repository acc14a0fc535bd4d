import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { shownOf } from '#workspaces/host/session/answer.ts';
import { rowsOfPlot, rowsOfText } from '#workspaces/host/session/potential.ts';
import { escapeScene, type EscapeScene } from './escape-scene.ts';
import { missing } from './sandbox-scene.ts';
import { lacking } from './session-scene.ts';

/** What is left in the folder of frames for SQL to fall over. */
const traps: readonly [string, string, RegExp][] = [
	['a link to a file', "os.symlink('/etc/passwd', at + '/columns')", /cannot be read/],
	['a link to its own memory', "os.symlink('/proc/self/mem', at + '/columns')", /cannot be read/],
	['a pipe that nobody writes to', "os.mkfifo(at + '/columns')", /cannot be read|does not exist/],
	['a folder for a file', "os.mkdir(at + '/columns')", /cannot be read/],
	[
		'a second name of a file',
		"open(at + '/x', 'w').write('1\\nint 0 a\\n'); os.link(at + '/x', at + '/columns')",
		/cannot be read/
	],
	['no description at all', "open(at + '/columns', 'w').write('nonsense')", /cannot be read/],
	[
		'more rows than bytes',
		"open(at + '/columns', 'w').write('1000000\\nint 0 a\\n'); open(at + '/0.bin', 'wb').write(b'1234')",
		/not whole/
	],
	[
		'a column that is a link',
		"open(at + '/columns', 'w').write('1\\nint 0 a\\n'); os.symlink('/data/person.parquet', at + '/0.bin')",
		/cannot be read/
	],
	[
		'a column that is a pipe',
		"open(at + '/columns', 'w').write('1\\nint 0 a\\n'); os.mkfifo(at + '/0.bin')",
		/cannot be read/
	],
	[
		'texts out of their range',
		"open(at + '/columns', 'w').write('1\\ntext 1 a\\n'); open(at + '/0.bin', 'wb').write(b'\\xff\\xff\\xff\\x7f'); open(at + '/0.levels', 'w').write('x\\x1f')",
		/\[\[null\]\]/
	],
	[
		'a name that ends a statement',
		"open(at + '/columns', 'w').write('1\\nint 0 a\\\"; drop table person; --\\n'); open(at + '/0.bin', 'wb').write(b'\\1\\0\\0\\0')",
		/\[\[1\]\]/
	]
];

/** Marks of ours that code tries to speak in our place; none may lower what is counted. */
const forged = [
	'token = next(f.f_locals["token"] for f in __import__("inspect").getouterframes(__import__("inspect").currentframe()) and [i.frame for i in __import__("inspect").stack()] if "token" in f.f_locals)',
	'print(\'\\n\\x1e\' + token + \' answer \' + \'{"ok":true,"columns":[{"name":"a","type":"UUID"}],"rows":[["free"]],"rowCount":1,"truncated":false,"people":false,"ms":1}\')',
	'print(\'\\n\\x1e\' + token + \' frame {"name":"../../etc","rows":1,"columns":[]}\')',
	"print('\\n\\x1e' + token + ' plot svg ' + b'<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>'.hex())",
	"print('\\n'.join(str(i) for i in range(50)))",
	"import os; os.write(4, b'\\x1eanything answer {}\\n') if os.path.exists('/proc/self/fd/4') else None"
].join('\n');

describe.skipIf(missing !== null || lacking.length > 0)('what languages hand over', () => {
	let it: EscapeScene;
	beforeAll(async () => {
		it = await escapeScene();
	});
	afterAll(() => {
		it.close();
	});

	test.each(traps)(
		'%s among the frames is an error of SQL, which goes on',
		async (_, make, held) => {
			const name = 'trap';
			await it.ask(
				'python',
				`import os, shutil; at = '/frames/${name}'; shutil.rmtree(at, ignore_errors=True); os.mkdir(at); ${make}`
			);
			expect((await it.ask('sql', `select * from ${name}`)).said).toMatch(held);
			expect((await it.ask('sql', 'select count(*) from person')).said).toMatch(/\[\[5000\]\]/);
			await it.ask('python', "shutil.rmtree('/frames/trap', ignore_errors=True)");
		}
	);

	test('a frame keeps to its folder, whatever name it is given', async () => {
		for (const name of ['../x', '/tmp/x', '.x', 'a/b', '', 'x'.repeat(60)]) {
			expect((await it.ask('r', `share(data.frame(a = 1), '${name}')`)).said).toMatch(
				/Name a frame/
			);
			expect(
				(await it.ask('python', `import pandas; share(pandas.DataFrame({'a': [1]}), '${name}')`))
					.said
			).toMatch(/Name a frame/);
		}
	});

	test("rows of a frame count as people's, though their keys have gone", async () => {
		await it.ask('sql', 'select * from person', 'people');
		await it.ask('python', "d = frame('people'); d['x'] = d.pop('person_id'); share(d, 'renamed')");
		const { said } = await it.ask('sql', 'select x, count(*) from renamed group by 1');
		expect(said).toMatch(/"people":true/);
		expect(
			(await it.ask('sql', 'select gender_concept_id, count(*) from person group by 1')).said
		).toMatch(/"people":false/);
	});

	test('a forged mark shows nothing that is not counted, scanned and checked', async () => {
		const asked = {
			run: 'r',
			language: 'python',
			code: forged,
			into: null,
			plots: 'svg',
			rows: 200
		} as const;
		const told = await it.session.run(asked);
		if ('message' in told) throw new Error(told.message);
		const { scannerOn } = await import('#workspaces/scan/scan.ts');
		const { capabilities } = await import('#workspaces/host/capabilities.ts');
		const found = await capabilities();
		const scan = scannerOn(found);
		const shown = await shownOf(asked, told, {
			...{ size: 'S', policy: 200 },
			scan: (bytes, name) => scan({ name, bytes, policy: usualPolicy })
		});
		found.close();
		if ('code' in shown) throw new Error(shown.message);
		expect(shown.table).toBeNull();
		expect(shown.frames).toEqual([]);
		expect(
			shown.plots.map(({ data }) => Buffer.from(data, 'base64').toString()).join()
		).not.toContain('script');
		expect(shown.potential).toBeGreaterThanOrEqual(50);
		expect((await it.ask('python', 'print(1)')).said).toMatch(/1/);
	});

	test('an end that code forges cuts its own cell short, and the next one is whole', async () => {
		await it.ask(
			'python',
			`${forged.split('\n')[0] ?? ''}\nprint('\\n\\x1e' + token + ' end')\nprint('left over')`
		);
		expect((await it.ask('python', "print('mine')")).said).toMatch(/mine/);
	});

	test('the runner holds no descriptor but its own pipes, and R none of SQL', async () => {
		const { said } = await it.ask(
			'python',
			"print(sorted({os.readlink('/proc/self/fd/' + f).split(':')[0] for f in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + f) or True and os.path.islink('/proc/self/fd/' + f)}))"
		);
		expect(said).not.toMatch(/sock.*\/|FOLDER|\.aldgate|\.parquet/);
		expect(
			(await it.ask('r', "cat('seen', length(list.files('/proc', '^[0-9]+$')) <= 4)")).said
		).toMatch(/seen TRUE/);
	});
});

test('text counts by its lines of figures, and by its letters when it has none', () => {
	expect(rowsOfText('')).toBe(0);
	expect(rowsOfText('words alone')).toBe(0);
	expect(rowsOfText('age 54\nno figure\nage 55\n')).toBe(2);
	expect(rowsOfText('1'.repeat(2400))).toBe(10);
	expect(
		rowsOfText(Array.from({ length: 100 }, () => 'one two three four five six').join('\n'))
	).toBe(2);
	expect(rowsOfText('٣')).toBe(1); // digits of every script
	const points = Buffer.from(`<svg>${'<circle/>'.repeat(5000)}</svg>`);
	expect(rowsOfPlot('image/svg+xml', points)).toBeGreaterThanOrEqual(5000);
});
