import type { Field, Form, Section } from './field.ts';
import { commercial } from './version-1/commercial.ts';
import { data } from './version-1/data.ts';
import { outputs } from './version-1/outputs.ts';
import { people } from './version-1/people.ts';
import { project } from './version-1/project.ts';
import { settings } from './version-1/settings.ts';
import { data as data2 } from './version-2/data.ts';

/**
 * The questions, by version. An application keeps the version it was started with, so a version
 * that was ever used is never edited: changed questions are a new one.
 */
const forms: Readonly<Record<number, Form>> = {
	1: { version: 1, sections: [people, project, data, settings, outputs, commercial] },
	2: { version: 2, sections: [people, project, data2, settings, outputs, commercial] }
};

export const currentForm = 2;

/** @throws Error for a version that never existed: applications are pinned to versions that do. */
export function formOf(version: number): Form {
	const form = forms[version];
	if (!form) throw new Error(`There is no application form ${version}.`);
	return form;
}

export const sectionOf = (form: Form, code: string): Section | undefined =>
	form.sections.find((section) => section.code === code);

export const fieldsOf = (form: Form): { section: Section; field: Field }[] =>
	form.sections.flatMap((section) => section.fields.map((field) => ({ section, field })));
