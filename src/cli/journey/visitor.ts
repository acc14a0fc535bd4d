import { parse, type HTMLElement } from 'node-html-parser';

/** Something on the way was not as expected: the step that found it fails with this sentence. */
export class Unexpected extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'Unexpected';
	}
}

export type Page = {
	readonly url: URL;
	readonly status: number;
	readonly html: HTMLElement;
	readonly text: string;
};

export type Values = Readonly<Record<string, string | readonly string[]>>;

/** Somebody with a browser and no JavaScript: opens pages, fills in forms, follows redirects. */
export type Visitor = {
	open(path: string): Promise<Page>;
	/**
	 * Sends a form of the page: the one that has a button (or an action) with these words. Fields keep
	 * what the page gave them unless `values` names them.
	 */
	send(page: Page, button: string, values?: Values): Promise<Page>;
	/** The bytes at an address, for downloads. */
	fetch(path: string): Promise<{ status: number; type: string; bytes: Uint8Array }>;
};

export function visitor(origin: string): Visitor {
	const cookies = new Map<string, string>();
	const request = async (url: URL, init: RequestInit = {}): Promise<Response> => {
		const response = await fetch(url, {
			...init,
			redirect: 'manual',
			headers: {
				accept: 'text/html',
				origin,
				'user-agent': 'aldgate journey',
				cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...(init.headers as Record<string, string> | undefined)
			},
			signal: AbortSignal.timeout(180_000)
		});
		for (const line of response.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			if (/max-age=0|expires=thu, 01 jan 1970/i.test(line) || value === '') cookies.delete(name);
			else cookies.set(name, value);
		}
		return response;
	};
	const follow = async (url: URL, response: Response): Promise<Page> => {
		const to = response.headers.get('location');
		if (response.status >= 300 && response.status < 400 && to !== null) {
			const next = new URL(to, url);
			return follow(next, await request(next));
		}
		const html = parse(await response.text());
		html.querySelectorAll('script,style').forEach((element) => element.remove());
		const text = html.structuredText;
		return { url, status: response.status, html, text };
	};
	return {
		async open(path) {
			const url = new URL(path, origin);
			const page = await follow(url, await request(url));
			if (page.status !== 200)
				throw new Unexpected(`${url.pathname} answered ${String(page.status)}: ${heading(page)}`);
			return page;
		},
		async send(page, button, values = {}) {
			const { form, pressed } = find(page, button);
			const body = fields(form, values);
			const name = pressed?.getAttribute('name');
			if (name !== undefined) body.append(name, pressed?.getAttribute('value') ?? '');
			const action = pressed?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
			const url = new URL(action === '' ? page.url.href : action, page.url);
			if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'get') {
				url.search = body.toString();
				return follow(url, await request(url));
			}
			const multipart = form.getAttribute('enctype') === 'multipart/form-data';
			const answer = await follow(
				url,
				await request(url, { method: 'POST', body: multipart ? asFormData(body) : body })
			);
			if (answer.status >= 400)
				throw new Unexpected(
					`"${button}" on ${page.url.pathname} answered ${String(answer.status)}: ${complaint(answer)}`
				);
			return answer;
		},
		async fetch(path) {
			const response = await request(new URL(path, origin));
			return {
				status: response.status,
				type: response.headers.get('content-type') ?? '',
				bytes: new Uint8Array(await response.arrayBuffer())
			};
		}
	};
}

const words = (element: HTMLElement): string => element.structuredText.replace(/\s+/g, ' ').trim();

export const heading = (page: Page): string => {
	const found = page.html.querySelector('h1');
	return found ? words(found) : 'a page without a heading';
};

/** What an answer complains of: its error summary, else its heading. */
const complaint = (page: Page): string => {
	const found = page.html.querySelector('.nhsuk-error-summary');
	return found ? words(found) : heading(page);
};

function find(page: Page, button: string): { form: HTMLElement; pressed: HTMLElement | null } {
	for (const form of page.html.querySelectorAll('main form')) {
		if (form.getAttribute('action') === button || form.getAttribute('id') === button)
			return { form, pressed: form.querySelector('button') };
		for (const pressed of form.querySelectorAll('button')) {
			const label = words(pressed);
			if (label === button || label.startsWith(`${button} `)) return { form, pressed };
		}
	}
	throw new Unexpected(`${page.url.pathname} ("${heading(page)}") has no button "${button}".`);
}

/** What a browser would send: every named control with its value, unless told otherwise. */
function fields(form: HTMLElement, values: Values): URLSearchParams {
	const body = new URLSearchParams();
	const told = (name: string, otherwise: readonly string[]) => {
		const value = values[name];
		for (const one of value === undefined ? otherwise : [value].flat()) body.append(name, one);
	};
	const seen = new Set<string>();
	for (const control of form.querySelectorAll('input,select,textarea')) {
		const name = control.getAttribute('name');
		const type = control.getAttribute('type') ?? '';
		if (name === undefined || ['submit', 'button', 'file'].includes(type)) continue;
		if (control.hasAttribute('disabled')) continue;
		const choice = type === 'checkbox' || type === 'radio';
		if (Object.hasOwn(values, name)) {
			if (!seen.has(name)) told(name, []);
			seen.add(name);
		} else if (choice) {
			if (control.hasAttribute('checked')) body.append(name, control.getAttribute('value') ?? 'on');
		} else if (control.tagName === 'SELECT') {
			const options = control.querySelectorAll('option');
			const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0];
			if (chosen) body.append(name, chosen.getAttribute('value') ?? words(chosen));
		} else if (control.tagName === 'TEXTAREA') body.append(name, control.text);
		else body.append(name, control.getAttribute('value') ?? '');
	}
	for (const name of Object.keys(values))
		if (!seen.has(name)) throw new Unexpected(`The form has no field "${name}".`);
	return body;
}

function asFormData(body: URLSearchParams): FormData {
	const data = new FormData();
	for (const [name, value] of body) data.append(name, value);
	return data;
}
