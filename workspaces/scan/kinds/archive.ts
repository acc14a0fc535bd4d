import { zipSync } from 'fflate';
import { nameFindings, plainName, shownName } from '#domain/disclosure/files/names.ts';
import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import { endOfArchive } from '../polyglot.ts';
import { judgeContent } from '../judge.ts';
import { refused, type Given, type Judged, type Table } from './judged.ts';
import { storesRows } from './text.ts';
import { openArchive, unpack, type Archive, type Member, type Trouble } from './unzip.ts';
import { judgeWorkbook } from './workbook.ts';

const format = 'a ZIP archive';
const remedy = 'Send the files themselves.';
const troubles: Readonly<Record<Trouble, string>> = {
	'too-many': 'The archive has more than 500 files.',
	bomb: 'The archive unpacks to far more than anyone can check.',
	overlap: 'Files of the archive share their bytes, as in an archive made to fill a disk.',
	damaged: 'The archive is damaged.'
};

/** An archive is listed, its members are scanned one by one, and it is packed again from what may leave. */
export async function judgeArchive(given: Given): Promise<Judged> {
	if (given.inside) return refusedArchive('nested', 'An archive within an archive is not opened.');
	const archive = await openArchive(given.bytes);
	if (archive === null)
		return refusedArchive(
			'damaged',
			'The archive is damaged, or has names that no program should unpack.'
		);
	if (archive.trouble !== null) return refusedArchive('bomb', troubles[archive.trouble]);
	const names = new Set(archive.members.map(({ name }) => name));
	if (
		[...names].some((name) => /(^|\/)(data\.pkl|constants\.pkl)$|\.npy$|\.weights\.h5$/.test(name))
	)
		return refused('model', 'a saved model', [storesRows]);
	const whole = [
		...around(given.bytes, archive),
		...archive.members.flatMap(memberNameFindings),
		...doubles(archive.members)
	];
	if (names.has('[Content_Types].xml')) {
		if ([...names].some((name) => name.startsWith('xl/')))
			return judgeWorkbook(given, archive, whole);
		return refused('document', 'an Office document', [
			...whole,
			fail(
				'file-type',
				'the file',
				'Documents and slides are not released: they keep earlier text and names.',
				'Send words as text, tables as CSV and pictures as PNG.'
			)
		]);
	}
	if (names.has('mimetype') || names.has('META-INF/MANIFEST.MF'))
		return refused('other', 'a packed document', [
			...whole,
			fail('file-type', 'the file', 'This kind of document is not released.', remedy)
		]);
	return judgeMembers(given, archive, whole);
}

const refusedArchive = (rule: string, message: string): Judged =>
	refused('archive', format, [fail(rule, 'the file', message, remedy)]);

async function judgeMembers(
	given: Given,
	archive: Archive,
	before: readonly Finding[]
): Promise<Judged> {
	const findings = [...before];
	const tables: Table[] = [];
	const packed: Record<string, Uint8Array> = {};
	let whole = true;
	for (const member of archive.members) {
		if (member.folder || member.encrypted || member.link) {
			whole &&= member.folder;
			continue;
		}
		const shown = shownName(member.name).slice(0, 200);
		const bytes = await unpack(archive, member);
		if (bytes === null) {
			findings.push(
				fail('damaged', shown, 'This member is damaged, or larger than the archive says.', remedy)
			);
			whole = false;
			continue;
		}
		const judged = await judgeContent({
			...given,
			bytes,
			inside: true,
			name: member.name.split('/').at(-1) ?? ''
		});
		findings.push(
			...judged.findings.map((found) => ({ ...found, where: `${shown}: ${found.where}` }))
		);
		tables.push(...judged.tables.map((table) => ({ ...table, name: `${shown}: ${table.name}` })));
		if (judged.clean === null) whole = false;
		else packed[freeName(plainName(member.name, judged.ending), packed)] = judged.clean;
	}
	findings.push(
		review(
			'archive',
			'the file',
			`The archive holds ${archive.members.length} members; each was scanned by itself.`,
			'Send the files themselves, so that each can be checked and described.'
		)
	);
	const clean = whole && Object.keys(packed).length > 0 ? pack(packed) : null;
	return {
		kind: 'archive',
		format,
		findings,
		media: 'application/zip',
		clean,
		ending: '.zip',
		tables: tables.slice(0, 50)
	};
}

/** A new archive with plain names and one date for all, so that the same files give the same bytes. */
export const pack = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
	zipSync({ ...files }, { level: 6, mtime: new Date('1980-01-02T00:00:00Z') });

export function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
	const [, stem = name, ending = ''] = /^(.*?)(\.[A-Za-z0-9]+)?$/.exec(name) ?? [];
	let free = name;
	for (let n = 2; free in taken; n++) free = `${stem} ${n}${ending}`;
	return free;
}

function memberNameFindings(member: Member): Finding[] {
	const where = `member ${shownName(member.name).slice(0, 200)}`;
	const told = (rule: string, message: string): Finding => fail(rule, where, message, remedy);
	const parts = member.name
		.split('/')
		.filter((part, index, all) => part !== '' || (index === 0 && all.length > 1));
	const odd = member.name.startsWith('/') || member.name.includes('\\') ? ['/'] : parts;
	return [
		...odd
			.flatMap(nameFindings)
			.slice(0, 1)
			.map(({ message }) => told('name', message.replace('The file name', 'Its name'))),
		...(member.encrypted
			? [told('encrypted', 'It is encrypted, so that nobody can check it.')]
			: []),
		...(member.link ? [told('link', 'It is a link to another file.')] : []),
		...(member.twoNames
			? [told('name', 'It has two names, so that programs unpack different things.')]
			: [])
	];
}

function doubles(members: readonly Member[]): Finding[] {
	const names = members.map(({ name }) => name.toLowerCase());
	return names.some((name, index) => names.indexOf(name) !== index)
		? [
				fail(
					'name',
					'the file',
					'Two members have the same name, so that one hides the other.',
					remedy
				)
			]
		: [];
}

/** What stands before, after and between the members. */
function around(bytes: Uint8Array, { members, zip }: Archive): Finding[] {
	const first = members.reduce(
		(least, { entry }) => Math.min(least, entry.relativeOffsetOfLocalHeader),
		bytes.length
	);
	const used = members.reduce(
		(sum, { entry, packed }) => sum + 30 + entry.fileNameLength + packed,
		0
	);
	const directory = endOfArchive(bytes) ?? bytes.length;
	const found: Finding[] = [];
	if (first > 0 && members.length > 0)
		found.push(
			fail('polyglot', 'the file', 'There are bytes before the beginning of the archive.', remedy)
		);
	if (directory - used > 1000 + 200 * members.length)
		found.push(
			fail('trailing-data', 'the file', 'There are bytes between the files of the archive.', remedy)
		);
	if (zip.comment.length > 0)
		found.push(
			review(
				'metadata',
				'the file',
				'The archive carries a comment; it is left out.',
				'It is packed again without it; nothing to do.'
			)
		);
	return found;
}
