import type { Chance } from './chance.ts';
import { fileFaults } from './faults-files.ts';
import { resultFaults } from './faults-results.ts';
import { tableFaults, type Fault } from './faults-tables.ts';
import type { Sample } from './file.ts';
import { codeFile, plotFiles } from './others.ts';
import { peopleOf, type Person } from './people.ts';
import { modelFile, survivalFile } from './results.ts';
import { meansTable, plainTable, roundedTable, sharesTable } from './tables.ts';

/** Every kind of fault, in the order in which they are planted, one a faulty request. */
export const faults: readonly Fault[] = [...tableFaults, ...resultFaults, ...fileFaults];

export type MadeUp = { readonly people: readonly Person[]; readonly files: readonly Sample[] };

/** A request as analysts send them: tables, often a model, a plot with its data, code. */
export async function requestOf(chance: Chance, fault: Fault | null): Promise<MadeUp> {
	const people = peopleOf(chance, chance.between(3_000, 9_000));
	const files: (Sample | null)[] = [];
	const tables = chance.between(1, 3);
	for (let at = 1; at <= tables; at++) {
		const name = `table ${String(at)}`;
		const make = chance.pick([plainTable, roundedTable, meansTable]);
		files.push(make(chance, people, name));
	}
	if (chance.often(0.4)) files.push(sharesTable(people, 'shares'));
	if (chance.often(0.5)) files.push(modelFile(chance, people, 'model'));
	if (chance.often(0.3)) files.push(survivalFile(people, 'survival'));
	if (chance.often(0.5)) files.push(...(await plotFiles(chance, people, 'figure')));
	if (chance.often(0.6)) files.push(codeFile(chance, 'analysis'));
	if (fault !== null) {
		const { name, rules } = fault;
		files.push({ ...(await fault.plant(chance, people, 'extra')), fault: { name, rules } });
	}
	return { people, files: files.filter((file) => file !== null) };
}
