import { provisioning } from './agreements.ts';
import { draftOutput, seedOutputs } from './outputs.ts';
import type { OutputStage } from './stage.ts';
import { reviewRequired, submittedPublication } from './publications.ts';
import { approvedWithQuote, type Setting } from './setting.ts';
import type { Study } from './studies/study.ts';
import { openWorkspace, ranQuery } from './workspaces.ts';

/** A study in its workspace: queries run, and outputs at every stage, and a manuscript with a reviewer. */
export async function seedWork(
	setting: Setting,
	study: Study,
	at: Temporal.Instant
): Promise<void> {
	const { sql, vault, host, objects, jobs, now } = setting;
	const stage = { sql, vault, study, at };
	const project = await provisioning(stage, await approvedWithQuote(sql, study, at), jobs);
	const workspace = await openWorkspace({ ...stage, at: now() }, project);
	const { sandbox } = (await host.health()) as { sandbox?: boolean };
	if (sandbox !== true) {
		setting.say('Analysts’ code does not run here, so the demonstration has no outputs.');
		return;
	}
	const query = 'select count(*) as records from condition_occurrence';
	await ranQuery(sql, host, { key: study.lead, workspace, query, at: now() });
	const outputs: OutputStage = {
		tools: { vault, host, objects },
		sql,
		workspace,
		member: study.lead,
		at: now()
	};
	await seedOutputs(outputs);
	await draftOutput(outputs, 'byBirth');
	await reviewRequired(outputs, 'linked-core');
	await submittedPublication(outputs);
}
