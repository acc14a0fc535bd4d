import { describe, expect, test } from 'vitest';
import { failed, judged, rulesOf, textOf } from '../../tests/support/hostile/judged.ts';

const svg = (inner: string, root = ''): string =>
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"${root}>${inner}</svg>`;

const bar =
	'<g id="bars"><rect x="1" y="2" width="3" height="4" style="fill: #005eb8"/><text x="1" y="9">Women</text></g>';

describe('an SVG drawing', () => {
	test('of plain shapes leaves as it looks, and needs its figures', async () => {
		const found = await judged('plot.svg', svg(bar));
		expect([found.kind, rulesOf(found), found.media]).toEqual([
			'drawing',
			['needs-evidence'],
			'image/svg+xml'
		]);
		expect(textOf(found)).toContain(
			'<rect x="1" y="2" width="3" height="4" style="fill: #005eb8">'
		);
		expect(textOf(found)).toContain('>Women</text>');
	});
	test('as R and Python write it, with clips, uses and a style sheet, loses nothing that is drawn', async () => {
		const drawn = svg(
			`<defs><clipPath id="c"><path d="M0 0H9V9Z"/></clipPath><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs><g clip-path="url(#c)"><use xlink:href="#m" x="3"/></g>`
		);
		const doctype =
			'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n';
		const found = await judged('plot.svg', doctype + drawn);
		expect(rulesOf(found)).toEqual(['needs-evidence']);
		for (const kept of ['url(#c)', 'xlink:href="#m"', 'stroke-linejoin: round', 'clipPath'])
			expect(textOf(found)).toContain(kept);
		expect(textOf(found)).not.toContain('DOCTYPE');
	});

	const hostile: readonly (readonly [string, string, string])[] = [
		['a script', 'script', '<script>alert(1)</script>'],
		[
			'a script of another namespace',
			'script',
			'<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'
		],
		['an event handler', 'script', '<rect width="1" height="1" onclick="alert(1)"/>'],
		[
			'foreign content',
			'script',
			'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/></foreignObject>'
		],
		[
			'an animation that sets an address',
			'script',
			'<set attributeName="href" to="javascript:alert(1)"/>'
		],
		['an embedded picture', 'outside', '<image xlink:href="data:image/png;base64,AAAA"/>'],
		['a picture from elsewhere', 'outside', '<image xlink:href="https://evil.example/x.png"/>'],
		['a link that runs', 'outside', '<a xlink:href="javascript:alert(1)"><text>x</text></a>'],
		['a reference to elsewhere', 'outside', '<use xlink:href="https://evil.example/x.svg#a"/>'],
		[
			'a style that loads',
			'outside',
			'<rect style="fill: url(https://evil.example/a)" width="1" height="1"/>'
		],
		[
			'a style sheet that loads',
			'outside',
			'<style>@import url(https://evil.example/a.css); rect { fill: red }</style>'
		],
		[
			'an attribute that loads',
			'outside',
			'<rect fill="url(https://evil.example/a)" width="1" height="1"/>'
		]
	];
	test.each(hostile)('with %s leaves without it, and it is said', async (_, rule, inner) => {
		const found = await judged('plot.svg', svg(bar + inner));
		expect(failed(found)).toContain(rule);
		const clean = textOf(found);
		expect(clean).toContain('>Women</text>');
		expect(clean).not.toMatch(
			/script|onclick|evil|foreignObject|iframe|data:|@import|<a |<set|<image/i
		);
	});
	test('leaves without data kept in attributes, comments, metadata and instructions', async () => {
		const found = await judged(
			'plot.svg',
			svg(
				`<?run me?><!-- 9434765919 --><metadata><x xmlns="y">9434765919</x></metadata><rect data-id="9434765919" width="1" height="1"/>`
			)
		);
		expect(rulesOf(found)).toContain('metadata');
		expect(textOf(found)).not.toMatch(/9434765919|run me/);
	});
	test('whose titles hold numbers of people fails', async () => {
		const found = await judged(
			'plot.svg',
			svg('<title>943 476 5919</title><rect width="1" height="1"/>')
		);
		expect(failed(found)).toContain('nhs-number');
	});
	test('whose names of its elements hold numbers of people fails', async () => {
		const mark = '<rect id="p_9434765919" width="10" height="10"/>';
		const found = await judged('plot.svg', `<svg xmlns="http://www.w3.org/2000/svg">${mark}</svg>`);
		expect(failed(found)).toEqual(['nhs-number']);
	});
	test('with a mark for each person is to be looked at', async () => {
		const found = await judged('plot.svg', svg('<circle cx="1" cy="2" r="1"/>'.repeat(500)));
		expect(rulesOf(found)).toContain('marks');
	});
	test('cannot break out of its attributes', async () => {
		const found = await judged(
			'plot.svg',
			svg(
				'<text class="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">&lt;script&gt;alert(1)&lt;/script&gt;</text>'
			)
		);
		expect(textOf(found)).not.toMatch(/<script/i);
	});
});

describe('XML that grows or reads other files is refused unread', () => {
	const laughs = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]>${svg('<text>&a8;</text>')}`;
	const outside = `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg('<text>&x;</text>')}`;
	test.each([
		['a billion laughs', laughs],
		['an entity from a file', outside],
		['an undeclared entity', svg('<text>&x;</text>')],
		['elements nested without end', svg('<g>'.repeat(100_000))],
		['a drawing that breaks off', '<svg xmlns="http://www.w3.org/2000/svg"><g>']
	])('%s', async (_, drawing) => {
		const found = await judged('plot.svg', drawing);
		expect([failed(found), found.clean]).toEqual([['xml'], null]);
	});
	test('other XML is not released', async () => {
		const found = await judged(
			't.xml',
			'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
		);
		expect([failed(found).slice(0, 2), found.clean]).toEqual([['xml', 'file-type'], null]);
	});
});

describe('a web page', () => {
	test('is refused; its script, addresses and tables are said', async () => {
		const page = `<!doctype html><title>x</title><script>fetch('/')</script><img src="https://evil.example/a" onerror="x()">
			<table><tr><th>sex</th><th>count</th></tr><tr><td>F</td><td>3</td></tr><tr><td>M</td><td>130</td></tr></table>`;
		const found = await judged('report.html', page);
		expect([found.kind, found.clean]).toEqual(['document', null]);
		expect(failed(found)).toEqual(
			expect.arrayContaining(['file-type', 'script', 'outside', 'threshold'])
		);
		expect(found.tables[0]?.rows).toEqual([
			['sex', 'count'],
			['F', '3'],
			['M', '130']
		]);
		expect(found.preview).toEqual({});
	});
	test('nested 200,000 deep is read to its end', async () => {
		const found = await judged('report.html', `<!doctype html>${'<div>'.repeat(200_000)}`);
		expect(failed(found)).toContain('file-type');
	});
});

describe('a PDF', () => {
	const pdf = (inner: string): string =>
		`%PDF-1.7\n1 0 obj<<${inner}>>endobj\ntrailer<<>>\n%%EOF\n`;
	test('is refused with what to send instead', async () => {
		const found = await judged('paper.pdf', pdf('/Type/Catalog'));
		expect([found.kind, failed(found), found.clean]).toEqual(['document', ['file-type'], null]);
		expect(found.findings[0]?.remedy).toContain('PNG or SVG');
	});
	test.each([
		['script', '/OpenAction<</S/JavaScript/JS(app.alert(1))>>'],
		['script', '/AA<</O<</S/J#61vaScript>>>>'],
		['script', '/A<</S/Launch/F(cmd.exe)>>'],
		['embedded', '/Names<</EmbeddedFiles 2 0 R>>'],
		['form', '/AcroForm 3 0 R'],
		['encrypted', '/Encrypt 4 0 R']
	])('names its %s', async (rule, inner) => {
		expect(failed(await judged('paper.pdf', pdf(inner)))).toContain(rule);
	});
	test('names earlier versions of itself and bytes after its end', async () => {
		const found = await judged('paper.pdf', `${pdf('/A/B')}${pdf('/C/D')}rows of people`);
		expect(failed(found)).toEqual(['file-type', 'earlier-versions', 'trailing-data']);
	});
});
