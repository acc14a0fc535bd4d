import * as v from 'valibot';
import { Problem } from '#platform/problems.ts';
import { ChoiceSchema, SnapshotName } from '#workspaces/deidentify/what-if/choice.ts';
import { foldFile } from '#workspaces/deidentify/what-if/fold.ts';
import { sourceNow } from './datasets/routes.ts';
import { finestOf } from './gate/finest.ts';
import { provision } from './provision.ts';
import { refresh } from './refresh.ts';
import { id, insist, type Route } from './route.ts';

const ProvisionBody = v.strictObject({ person: id, project: id });

const provisionRoute: Route = async (vault, { body, say }) => {
	const { person, project } = v.parse(ProvisionBody, body);
	const asked = await vault.access.extractOf(person, project);
	insist(asked.verdict);
	const { approved } = asked;
	if (!approved) throw new Problem(409, 'The approved application names no data.');
	return vault.inTurn(async () => {
		const published = { ...vault, warehouse: await sourceNow(vault.datasets, person) };
		const run = provision(published, project, approved);
		let next = await run.next();
		while (!next.done) {
			say({ type: 'step', ...next.value });
			next = await run.next();
		}
		const { snapshot, report } = next.value;
		const at = vault.now();
		await vault.access.note({
			person,
			subject: 'project',
			id: project,
			what: `extract made: ${snapshot}`,
			at
		});
		return { type: 'done', snapshot, report };
	});
};

const RefreshBody = v.strictObject({ person: id, refresh: id });

const refreshRoute: Route = async (vault, { body, say }) => {
	const { person, refresh: which } = v.parse(RefreshBody, body);
	const { verdict, project, base, approved } = await vault.access.refreshOf(person, which);
	insist(verdict);
	if (!approved) throw new Problem(409, 'The approved application names no data.');
	return vault.inTurn(async () => {
		const published = { ...vault, warehouse: await sourceNow(vault.datasets, person) };
		const made = await refresh(published, { project, base, approved }, say);
		const what = `data refreshed: ${made.snapshot}`;
		await vault.access.note({ person, subject: 'project', id: project, what, at: vault.now() });
		return { type: 'done', ...made };
	});
};

const LifeBody = v.strictObject({ person: id, workspace: id });

const cuts: Route = (vault, { body }) =>
	vault.limited(() => vault.life.cuts({ ...v.parse(LifeBody, body), at: vault.now() }));

const destroy: Route = (vault, { body }) => {
	const asked = v.parse(LifeBody, body);
	// not beside an extract: both put away work that was broken off
	return vault.inTurn(async () => ({
		...(await vault.life.destroy({ ...asked, at: vault.now() }))
	}));
};

const GateBody = v.strictObject({ person: id, gate: id });

const signGate: Route = async (vault, { body }) => {
	const { person, gate } = v.parse(GateBody, body);
	return { ...(await vault.limited(() => vault.gates.sign(person, gate, vault.now()))) };
};

const WhatIfBody = v.strictObject({ person: id, snapshot: SnapshotName, choice: ChoiceSchema });

const whatIf: Route = async (vault, { body }) => {
	const { person, snapshot, choice } = v.parse(WhatIfBody, body);
	if (!(await vault.gates.mayAsk(person, snapshot)))
		throw new Problem(403, 'Only a data manager or a privacy officer can try what would be.');
	const path = finestOf(vault.keys, snapshot);
	if (path === null) throw new Problem(404, 'These data were made before this could be tried.');
	return { ...(await foldFile(path, choice)) };
};

/** What is asked about the data of one workspace, from its first extract to its end. */
export const workspaceRoutes: Readonly<Record<string, Route>> = {
	'POST /provision': provisionRoute,
	'POST /refresh': refreshRoute,
	'POST /cuts': cuts,
	'POST /destroy': destroy,
	'POST /gates/sign': signGate,
	'POST /what-if': whatIf
};
