import type { Chance } from './chance.ts';
import { askedTable, computedFaults, type Asked, type ComputedFault } from './computed.ts';
import { fileFaults } from './faults-files.ts';
import { resultFaults } from './faults-results.ts';
import { tableFaults, type Fault } from './faults-tables.ts';
import type { Sample } from './file.ts';
import { midpointTable, percentTable, wideRoundedTable, wideTable } from './more-tables.ts';
import { codeFile, plotFiles } from './others.ts';
import { peopleOf, type Person } from './people.ts';
import { modelFile, survivalFile } from './results.ts';
import { meansTable, plainTable, roundedTable, sharesTable } from './tables.ts';

type AnyFault = Fault | ComputedFault;

/** Every kind of fault, in the order in which they are planted, one a faulty request. */
export const faults: readonly AnyFault[] = [
	...tableFaults,
	...computedFaults,
	...resultFaults,
	...fileFaults
];

export type MadeUp = {
	readonly files: readonly Sample[];
	/** Tables that are asked for by specification, over these people; none in some requests. */
	readonly computed: {
		readonly people: readonly Person[];
		readonly tables: readonly Asked[];
		readonly fault: ComputedFault | null;
	};
};

const makes = [
	plainTable, roundedTable, meansTable, midpointTable, percentTable, wideTable, wideRoundedTable
]; // prettier-ignore

/** A request as analysts send them: tables, often a model, a plot with its data, code. */
export async function requestOf(chance: Chance, fault: AnyFault | null): Promise<MadeUp> {
	const people = peopleOf(chance, chance.between(3_000, 9_000));
	const files: (Sample | null)[] = [];
	const tables = chance.between(1, 3);
	for (let at = 1; at <= tables; at++)
		files.push(chance.pick(makes)(chance, people, `table ${String(at)}`));
	if (chance.often(0.4)) files.push(sharesTable(people, 'shares'));
	if (chance.often(0.5)) files.push(modelFile(chance, people, 'model'));
	if (chance.often(0.3)) files.push(survivalFile(people, 'survival'));
	if (chance.often(0.5)) files.push(...(await plotFiles(chance, people, 'figure')));
	if (chance.often(0.6)) files.push(codeFile(chance, 'analysis'));
	if (fault !== null && !('shows' in fault)) {
		const { name, rules } = fault;
		files.push({ ...(await fault.plant(chance, people, 'extra')), fault: { name, rules } });
	}
	return {
		files: files.filter((file) => file !== null),
		computed: computedOf(chance, people, fault !== null && 'shows' in fault ? fault : null)
	};
}

/** Tables over a part of the people, small enough that cells are unsafe of themselves. */
function computedOf(
	chance: Chance,
	people: readonly Person[],
	fault: ComputedFault | null
): MadeUp['computed'] {
	if (fault !== null) return { ...fault.plant(chance, people), fault };
	const few = people.slice(0, chance.between(80, 1_000));
	const count = chance.often(0.5) ? chance.between(1, 2) : 0;
	return { people: few, tables: Array.from({ length: count }, () => askedTable(chance)), fault };
}
