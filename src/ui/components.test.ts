import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import BarChart from './BarChart.svelte';
import Checkboxes from './Checkboxes.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import { failure } from './failure.ts';
import Field from './Field.svelte';
import Form from './Form.svelte';
import LineChart from './LineChart.svelte';
import Money from './Money.svelte';
import Radios from './Radios.svelte';
import Status from './Status.svelte';
import Table from './Table.svelte';
import Timeline from './Timeline.svelte';

const hostile = '"><script>alert(1)</script>';
const bare = (html: string): string => html.replaceAll(/<!--.*?-->/g, '');
const text = (html: string): string =>
	bare(html)
		.replaceAll(/<[^>]*>/g, '')
		.replaceAll(/\s+/g, ' ')
		.trim();

describe('Field', () => {
	test('ties label, hint, error and count to its control', () => {
		const { body } = render(Field, {
			props: { name: 'title', label: 'Title', hint: 'Short', error: 'Enter a title', max: 30 }
		});
		expect(body).toContain('for="title"');
		expect(body).toContain('aria-describedby="title-hint title-error title-count"');
		expect(body).toContain('aria-invalid="true"');
		expect(text(body)).toBe('Title Short Error: Enter a title You can enter up to 30 characters');
	});

	test.each([1, 4])('holds its value without JavaScript, in %i lines', (rows) => {
		const props = { name: 'sql', label: 'SQL', value: 'select 1 < 2', rows };
		expect(bare(render(Field, { props }).body)).toMatch(
			rows > 1 ? />\s?select 1 &lt; 2<\/textarea>/ : / value="select 1 &lt; 2"/
		);
	});

	test('never puts a password back', () => {
		const { body } = render(Field, {
			props: { name: 'password', label: 'Password', type: 'password', value: 'secret words' }
		});
		expect(body).not.toContain('secret');
	});

	test.each([1, 4])('writes hostile text as text, in %i lines', (rows) => {
		const { body } = render(Field, { props: { name: 'x', label: hostile, value: hostile, rows } });
		expect(body).not.toContain('<script>');
	});
});

describe('Form', () => {
	const inside = createRawSnippet(() => ({ render: () => '<p>fields</p>' }));
	const failed = { form: 'study', values: {}, errors: { title: 'Enter a title' } };

	test('posts without JavaScript, with its version and token', () => {
		const { body } = render(Form, {
			props: { action: '?/save', version: 3n, once: 'abc', children: inside }
		});
		expect(body).toMatch(/<form method="POST" action="\?\/save"/);
		expect(body).toContain('<input type="hidden" name="version" value="3"/>');
		expect(body).toContain('<input type="hidden" name="once" value="abc"/>');
	});

	test('shows the errors of its own answer, linked to its own fields', () => {
		const { body } = render(Form, { props: { id: 'study', failed, children: inside } });
		expect(body).toContain('<a href="#study-title">Enter a title</a>');
		expect(body).toContain('role="alert"');
	});

	test('shows nothing of another form’s answer', () => {
		const { body } = render(Form, { props: { id: 'comment', failed, children: inside } });
		expect(body).not.toContain('Enter a title');
	});
});

test('an error summary with nothing wrong is not there', () => {
	expect(bare(render(ErrorSummary, { props: { errors: {} } }).body)).toBe('');
});

test('the answers chosen before are chosen again', () => {
	const radios = render(Radios, {
		props: { name: 'vote', legend: 'Your vote', options: ['Approve', 'Reject'], value: 'Reject' }
	}).body;
	expect(radios.match(/<input[^>]*checked[^>]*>/g)).toEqual([
		expect.stringContaining('value="Reject"')
	]);
	const boxes = render(Checkboxes, {
		props: { name: 'd', legend: 'Datasets', options: ['a', 'b', 'c'], values: ['a', 'c'] }
	}).body;
	expect(boxes.match(/<input[^>]*checked[^>]*>/g)).toHaveLength(2);
});

describe('Table', () => {
	const columns = [
		{ key: 'title', label: 'Title', href: () => '/applications/1' },
		{ key: 'people', label: 'People', numeric: true }
	];

	test('names its frame by its caption and heads each row by its first cell', () => {
		const { body } = render(Table, {
			props: { caption: 'Studies', rows: [{ title: hostile, people: 18240 }], columns }
		});
		expect(body).toMatch(
			/role="region" aria-labelledby="([^"]+)" tabindex="0".*<caption[^>]*id="\1"/s
		);
		expect(bare(body)).toMatch(/<th scope="row"[^>]*><a href="\/applications\/1">/);
		expect(body).toContain('18,240');
		expect(body).not.toContain('<script>');
	});

	test('says what to do when it is empty', () => {
		const { body } = render(Table, {
			props: { caption: 'Studies', rows: [], columns, empty: 'Start with a count.' }
		});
		expect(text(body)).toBe('Start with a count.');
		expect(body).not.toContain('<table');
	});
});

test('a status says in words what its colour says', () => {
	const of = { sent: { text: 'With the access team', tone: 'waiting' } } as const;
	expect(text(render(Status, { props: { of, is: 'sent' } }).body)).toContain(
		'With the access team'
	);
});

test('a timeline tells who and when', () => {
	const events = [{ at: '2026-11-22T14:05:00Z', who: 'Amina Yusuf', what: 'Sent for review' }];
	expect(text(render(Timeline, { props: { events } }).body)).toBe(
		'Sent for review Amina Yusuf, 22 November 2026 at 14:05'
	);
});

test('money reads the same as a bigint and as digits', () => {
	expect(text(render(Money, { props: { pence: 1477100n } }).body)).toBe('£14,771.00');
	expect(text(render(Money, { props: { pence: '1477100' } }).body)).toBe('£14,771.00');
});

describe('a chart', () => {
	test('has its figures in a table, and a value that may not be shown only as its note', () => {
		const { body } = render(BarChart, {
			props: {
				title: 'People by age',
				description: 'Most are 40 to 64.',
				data: [
					{ label: '40 to 64', value: 9080 },
					{ label: '90 and over', value: null, note: 'fewer than 10' }
				]
			}
		});
		expect(body).toMatch(/role="img" aria-labelledby="([^"]+)-title" aria-describedby="\1-desc"/);
		expect(body).toMatch(/id="[^"]+-title">People by age.*id="[^"]+-desc" hidden[^>]*>Most are/s);
		expect(body).toContain('<table');
		expect(body.match(/fewer than 10/g)).toHaveLength(2);
		expect(body).not.toContain('NaN');
	});

	test('of nothing at all is still whole', () => {
		const props = { title: 'Runs', description: 'None yet.', labels: [], series: [] };
		expect(render(LineChart, { props }).body).not.toMatch(/NaN|Infinity|undefined/);
	});
});

describe('a failed page', () => {
	test.each([401, 403, 404, 405, 409, 413, 429, 400, 500, 503])(
		'%i says what to do next',
		(status) => {
			const told = failure(status, 'Not Found');
			expect(told.heading).not.toBe('');
			expect(told.next).toMatch(/\.$/);
			expect(told.because).toBeUndefined();
		}
	);

	test('tells our own reason, but never the words of a bug', () => {
		expect(failure(409, 'Somebody else signed first.').because).toBe('Somebody else signed first.');
		expect(failure(500, 'relation "x" does not exist').because).toBeUndefined();
	});
});
