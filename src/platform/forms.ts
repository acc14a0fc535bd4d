import * as v from 'valibot';

/** What was typed, by field name, so that nothing has to be typed twice. Never holds a password or a file. */
export type Values = Record<string, string | string[]>;

/** One sentence per field name: the words shown at the field and in the error summary. */
export type Errors = Record<string, string>;

/**
 * What an action hands to `fail(422, …)`, and the page hands to `<Form failed={form}>`.
 * `form` tells forms on one page apart; `message` is for what belongs to no single field.
 */
export type Failed = {
	readonly ok: false;
	readonly form?: string;
	readonly values: Values;
	readonly errors: Errors;
	readonly message?: string;
};

export type Parsed<Value> =
	{ readonly ok: true; readonly value: Value; readonly values: Values } | Failed;

export type ParseOptions = {
	/** Fields that may come many times (checkboxes, several files): always an array, even of none. */
	readonly lists?: readonly string[];
	/** Fields that are never sent back to the browser. Names with "password" are added by themselves. */
	readonly secret?: readonly string[];
	/** The id of the form, when a page has more than one. */
	readonly form?: string;
};

const unusable = 'Something in this form could not be read. Check it and send it again.';

/**
 * Reads a posted form with a schema whose messages are the words on screen ("Enter a title").
 * Text comes with line ends as `\n` and without NUL, which Postgres cannot hold. A field that was
 * not sent, and a file that was not chosen, reads as `''`, so that the field's own message is
 * given; a field that the schema makes optional reads as undefined. Fields that the schema does
 * not name are left out.
 */
export function parse<Schema extends v.GenericSchema>(
	data: FormData,
	schema: Schema,
	options: ParseOptions = {}
): Parsed<v.InferOutput<Schema>> {
	const entries = entriesOf(schema);
	const names = entries ? Object.keys(entries) : [...new Set(data.keys())];
	const raw = Object.fromEntries(
		names
			.filter((name) => name !== '__proto__')
			.map((name) => [name, read(data, name, entries?.[name], options.lists ?? [])])
	);
	const values = keep(raw, options.secret ?? []);
	const parsed = v.safeParse(schema, raw);
	if (parsed.success) return { ok: true, value: parsed.output, values };

	const errors: Errors = {};
	let message: string | undefined;
	for (const issue of parsed.issues) {
		const name = issue.path?.[0]?.key;
		if (typeof name === 'string') errors[name] ??= sentence(issue);
		else message ??= sentence(issue);
	}
	return failed({ values }, errors, message, options.form);
}

/**
 * The same shape for what only the domain can find ("That e-mail address is in use"), after
 * `parse` has passed: `fail(422, failed(parsed, { email: '…' }))`.
 */
export function failed(
	parsed: { readonly values: Values },
	errors: Errors,
	message?: string,
	form?: string
): Failed {
	return {
		ok: false,
		values: parsed.values,
		errors,
		...(message === undefined ? {} : { message }),
		...(form === undefined ? {} : { form })
	};
}

type Entries = Readonly<Record<string, v.GenericSchema | undefined>>;

function entriesOf(schema: v.GenericSchema): Entries | undefined {
	if (!('entries' in schema)) return undefined;
	return schema.entries as Entries;
}

const optional = new Set(['optional', 'exact_optional', 'nullish', 'undefinedable']);

function read(
	data: FormData,
	name: string,
	schema: v.GenericSchema | undefined,
	lists: readonly string[]
): unknown {
	if (lists.includes(name))
		return data
			.getAll(name)
			.map(clean)
			.filter((one) => one !== '');
	const one = data.get(name);
	if (one !== null) return clean(one);
	return schema && optional.has(schema.type) ? undefined : '';
}

function clean(value: FormDataEntryValue): FormDataEntryValue {
	if (typeof value !== 'string') return value.name === '' && value.size === 0 ? '' : value;
	return value.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed();
}

function keep(raw: Record<string, unknown>, secret: readonly string[]): Values {
	const values: Values = {};
	for (const [name, value] of Object.entries(raw)) {
		if (/password/i.test(name) || secret.includes(name)) continue;
		if (typeof value === 'string') values[name] = value;
		if (Array.isArray(value)) values[name] = value.filter((one) => typeof one === 'string');
	}
	return values;
}

/** A schema without words of its own would show valibot's, which name types and not what to do. */
const sentence = (issue: v.GenericIssue): string =>
	issue.message.startsWith('Invalid ') ? unusable : issue.message;
