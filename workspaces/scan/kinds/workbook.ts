import { plainName, shownName } from '#domain/disclosure/files/names.ts';
import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import { freeName, pack } from './archive.ts';
import { refused, type Given, type Judged } from './judged.ts';
import { csvMedia, judgeRows } from './table.ts';
import { unpack, type Archive } from './unzip.ts';
import { partFindings, propertyFindings } from './workbook-parts.ts';
import { formatsOf, namesOf, sheetsOf, stringsOf, targetsOf } from './workbook-read.ts';
import { readSheet } from './workbook-sheet.ts';
import { BadXml } from './xml.ts';

const format = 'an Excel workbook';

/**
 * A workbook leaves as CSV, one file a visible sheet, with hidden rows and columns left out. Everything
 * else that it holds is said.
 */
export async function judgeWorkbook(
	given: Given,
	archive: Archive,
	before: readonly Finding[]
): Promise<Judged> {
	const parts = new Map<string, string>();
	for (const member of archive.members) {
		if (member.encrypted || member.folder || !/\.(xml|rels)$/i.test(member.name)) continue;
		const bytes = await unpack(archive, member);
		if (bytes === null)
			return refused('table', format, [
				...before,
				fail('damaged', 'the file', 'The workbook is damaged.', 'Save it again, or send CSV.')
			]);
		parts.set(member.name, new TextDecoder().decode(bytes));
	}
	const names = archive.members.map(({ name }) => name);
	const found = [...before, ...partFindings(names)];
	try {
		return await readWorkbook(given, parts, found);
	} catch (error) {
		if (!(error instanceof BadXml)) throw error;
		return refused('table', format, [
			...found,
			fail('xml', 'the file', error.message, 'Save it again, or send CSV.')
		]);
	}
}

async function readWorkbook(
	given: Given,
	parts: ReadonlyMap<string, string>,
	before: readonly Finding[]
): Promise<Judged> {
	const part = (name: string): string => parts.get(name) ?? '';
	const findings = [...before, ...propertyFindings(part), ...namesOf(part('xl/workbook.xml'))];
	const strings = stringsOf(part('xl/sharedStrings.xml'));
	const formats = formatsOf(part('xl/styles.xml'));
	const targets = targetsOf(part('xl/_rels/workbook.xml.rels'));
	const files: Record<string, Uint8Array> = {};
	const tables: Judged['tables'][number][] = [];
	for (const { name, id, state } of sheetsOf(part('xl/workbook.xml'))) {
		const shown = shownName(name).slice(0, 100);
		const text = parts.get(targets.get(id) ?? '');
		if (state !== 'visible') {
			const how = state === 'veryHidden' ? 'so hidden that Excel does not list it' : 'hidden';
			findings.push(
				fail(
					'hidden-sheet',
					`sheet ${shown}`,
					`The sheet “${shown}” is ${how}; it is left out.`,
					'Delete the sheet, or send CSV.'
				)
			);
			continue;
		}
		if (text === undefined) continue;
		const sheet = readSheet(text, strings, formats);
		findings.push(
			...sheet.findings.map((one) => ({ ...one, where: `sheet ${shown}, ${one.where}` }))
		);
		if (sheet.rows.length === 0) continue;
		const judged = await judgeRows(given, `sheet ${shown}`, sheet.rows);
		findings.push(...judged.findings);
		tables.push({ ...judged.table, name: shown });
		files[freeName(plainName(`${name}.csv`, '.csv'), files)] = new TextEncoder().encode(
			judged.text
		);
	}
	findings.push(
		review(
			're-encoded',
			'the file',
			'Workbooks leave as CSV, a file for each visible sheet.',
			'Nothing to do; look at the tables as they would leave.'
		)
	);
	const [first, ...more] = Object.values(files);
	if (first === undefined)
		return refused('table', format, [
			...findings,
			fail('empty', 'the file', 'The workbook shows no table.', 'Send CSV.')
		]);
	const one = more.length === 0;
	return {
		...{ kind: 'table', format, findings, tables },
		media: one ? csvMedia : 'application/zip',
		clean: one ? first : pack(files),
		ending: one ? '.csv' : '.zip'
	};
}
