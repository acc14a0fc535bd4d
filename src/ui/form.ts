import { getContext, setContext } from 'svelte';

/** What an action answered with `fail(422, …)`: the shape of `Failed` in platform/forms.ts. */
export type FailedForm = {
	readonly form?: string | undefined;
	readonly values?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
	readonly errors?: Readonly<Record<string, string | undefined>> | undefined;
	readonly message?: string | undefined;
};

/** What a Form tells the fields inside it. Getters, so that they follow the form's answer. */
export type FormState = {
	readonly id: string | undefined;
	readonly busy: boolean;
	error(name: string): string | undefined;
	value(name: string): string | readonly string[] | undefined;
};

const key = Symbol('form');
const none: FormState = {
	id: undefined,
	busy: false,
	error: () => undefined,
	value: () => undefined
};

export const setForm = (form: FormState): FormState => setContext(key, form);

/** The surrounding Form, or one that knows nothing when a field stands alone. */
export const getForm = (): FormState => getContext<FormState | undefined>(key) ?? none;

/** The id of a field's first control: unique on a page with several named forms. */
export const idOf = (form: string | undefined, name: string): string =>
	form === undefined ? name : `${form}-${name}`;

/** For `aria-describedby`: the ids of what is there. */
export const describedBy = (
	id: string,
	hint: string | undefined,
	error: string | undefined,
	...more: (string | undefined)[]
): string | undefined =>
	[hint && `${id}-hint`, error && `${id}-error`, ...more].filter(Boolean).join(' ') || undefined;
