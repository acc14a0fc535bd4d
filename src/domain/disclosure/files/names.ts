import { fail, type Finding } from '../findings.ts';
import { isNhsNumber } from '../patterns.ts';

/** Letters that show nothing, or turn round how the letters after them are shown. */
const invisible =
	/[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|\u17b4|\u17b5/u;
// eslint-disable-next-line no-control-regex -- control letters are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;
const reserved = /^(con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** What is wrong with the name of a file that is to leave: it must be safe to write on any machine. */
export function nameFindings(name: string): Finding[] {
	const problem = wrongWith(name);
	return problem === null
		? []
		: [
				fail(
					'name',
					'the file name',
					problem,
					'Rename it with letters, digits, hyphens and one ending.'
				)
			];
}

function wrongWith(name: string): string | null {
	if (name.trim() === '') return 'The file has no name.';
	if (namesSomebody(name))
		return 'The file name holds what looks like the number or pseudonym of a person.';
	if (name.includes('\0')) return 'The file name holds a NUL character.';
	if (/[/\\]/.test(name) || name === '.' || name === '..' || /(^|[/\\])\.\.($|[/\\])/.test(name))
		return 'The file name leads to another folder.';
	if (control.test(name)) return 'The file name holds control characters.';
	if (invisible.test(name))
		return 'The file name holds invisible or right-to-left marks, which make it look like another name.';
	if (!name.isWellFormed()) return 'The file name is not well-formed text.';
	if (reserved.test(name)) return 'The file name is one that Windows keeps for a device.';
	if (/[<>:"|?*]/.test(name)) return 'The file name holds a character that Windows does not allow.';
	if (/[. ]$/.test(name) || name.startsWith(' '))
		return 'The file name begins or ends with a space or a full stop.';
	if (name.length > 150 || new TextEncoder().encode(name).length > 240)
		return 'The file name is longer than 150 letters.';
	return null;
}

/** Ten digits that begin with 1 are mostly a time in seconds. */
const namesSomebody = (name: string): boolean =>
	/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(name) ||
	(name.match(/(?<!\d)[02-9]\d{2}[ _-]?\d{3}[ _-]?\d{4}(?!\d)/g) ?? []).some((digits) =>
		isNhsNumber(digits.replaceAll('_', ''))
	);

/** Whether a text holds letters that hide or reorder others. */
export const hidesLetters = (text: string): boolean => invisible.test(text);

/** A name as it can be printed on a terminal or a page: what does not show is written as \u{…}. */
export const shownName = (name: string): string =>
	Array.from(name.toWellFormed(), (letter) =>
		control.test(letter) || invisible.test(letter)
			? `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`
			: letter
	).join('');

/** A plain name that is safe everywhere, with this ending; never the file's own where that is not safe. */
export function plainName(name: string, ending: string): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	const stem = last
		.normalize('NFKD')
		.replace(/\.[A-Za-z0-9]{1,10}$/, '')
		.replaceAll(/[^A-Za-z0-9 ._-]+/g, '')
		.replaceAll(/\.{2,}/g, '.')
		.replace(/^[ ._-]+|[ ._-]+$/g, '')
		.slice(0, 100)
		.replace(/[ ._-]+$/, '');
	const safe = stem === '' || reserved.test(stem) ? 'file' : stem;
	return `${safe}${ending}`;
}
