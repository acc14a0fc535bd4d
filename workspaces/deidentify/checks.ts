import { conflictsOf, type Asked } from '#domain/workspaces/rules/conflicts.ts';
import { classOf } from './catalogue.ts';
import { treatments } from './classes.ts';
import { planTable } from './plan.ts';
import { Refusal } from './refusal.ts';
import type { Run } from './run.ts';
import { sensitiveLists } from './sensitive.ts';

/** What the choices of an extract are judged against: its tables as they really are. */
export function askedOf({ rules, source }: Pick<Run, 'rules' | 'source'>): Asked {
	const planned = rules.tables.flatMap((asked) => {
		const table = source.known.tables.get(asked.name);
		const columns = source.tables.get(asked.name);
		return table && columns
			? [{ asked, table, plan: planTable(table, columns, asked.columns, rules) }]
			: [];
	});
	const isOrganisation = (name: string, class_: string) => {
		const code = classOf({ name, type: '', class: class_ });
		return code !== null && treatments[code] === 'organisation';
	};
	return {
		choices: rules,
		organisations: planned.some(({ plan }) =>
			plan.rulings.some(
				({ column, class: code, output }) => output !== undefined && isOrganisation(column, code)
			)
		),
		conditions: rules.population.cohort.conditions.length > 0,
		dated: planned
			.filter(({ plan }) => plan.outputs.some(({ day }) => day))
			.map(({ asked: { name, from, to, dates } }) => ({ name, from, to, dates }))
	};
}

/** Refuses what would name people or places whatever the single columns do. @throws Refusal */
export function checkConflicts(run: Pick<Run, 'rules' | 'source' | 'listsDir'>): void {
	const found = conflictsOf(askedOf(run));
	if (found.length > 0)
		throw new Refusal('VALIDATOR_CONFLICT', found.map(({ message }) => message).join(' '));
	const lists = sensitiveLists(run.listsDir).map(({ id }) => id);
	const unknown = run.rules.sensitiveLists.find((id) => !lists.includes(id));
	if (unknown !== undefined)
		throw new Refusal(
			'VALIDATOR_CONFLICT',
			`${unknown} is not among the controllers’ lists of sensitive codes; take it out or supply the list.`
		);
}
