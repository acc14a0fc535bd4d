import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import { executed, offered, orderSupplied, provisioning } from './agreements.ts';
import * as applications from './applications.ts';
import { breathsRegistered } from './datasets.ts';
import { approvedWithQuote, type Setting } from './setting.ts';
import { depression } from './studies/depression.ts';
import { hypertension } from './studies/hypertension.ts';
import { inhaler } from './studies/inhaler.ts';
import type { Study } from './studies/study.ts';
import * as variants from './studies/variants.ts';
import { seedWork } from './work.ts';
import { atTheGate } from './workspaces.ts';

type Scene = {
	readonly name: string;
	/** Days ago that it happened. */
	readonly ago: number;
	readonly make: (setting: Setting, at: Temporal.Instant) => Promise<unknown>;
};

const dated = (study: Study, at: Temporal.Instant): Study => ({
	...study,
	project: { ...study.project, startsOn: londonDay(at).toString() }
});

/** Oldest first, so that events stand in the order of their times. */
const scenes: readonly Scene[] = [
	{
		name: 'an application that was not approved',
		ago: 30,
		make: ({ sql }, at) =>
			applications.decided(sql, variants.marketing(londonDay(at).toString()), at, {
				lucas: 'no',
				sade: 'no',
				miriam: 'no'
			})
	},
	{
		name: 'a company’s extract at the gate',
		ago: 9,
		make: async ({ sql, vault, jobs }, at) => {
			const study = variants.copd(londonDay(at).toString());
			const stage = { sql, vault, study, at };
			const application = await approvedWithQuote(sql, study, at);
			await atTheGate(stage, await provisioning(stage, application, jobs));
		}
	},
	{
		name: 'a dataset version waiting to be confirmed',
		ago: 7,
		make: ({ sql, jobs }, at) => breathsRegistered(sql, jobs, at)
	},
	{
		name: 'an application before the committee',
		ago: 6,
		make: ({ sql }, at) => applications.reviewed(sql, depression, at)
	},
	{
		name: 'a project waiting for its purchase order to be accepted',
		ago: 5,
		make: async ({ sql }, at) => {
			const study = dated(hypertension, at);
			const stage = { sql, study, at };
			await orderSupplied(stage, await executed(stage, await approvedWithQuote(sql, study, at)));
		}
	},
	{
		name: 'an application sent back',
		ago: 4,
		make: ({ sql }, at) => applications.returned(sql, variants.asthma(londonDay(at).toString()), at)
	},
	{
		name: 'an agreement on offer',
		ago: 3,
		make: async ({ sql }, at) => {
			const study = dated(inhaler, at);
			await offered({ sql, study, at }, await approvedWithQuote(sql, study, at));
		}
	},
	{
		name: 'a draft',
		ago: 2,
		make: ({ sql }, at) => applications.draftApplication(sql, hypertension, at)
	},
	{
		name: 'a workspace with outputs at every stage',
		ago: 1,
		make: (setting, at) => seedWork(setting, variants.sugar(londonDay(at).toString()), at)
	}
];

/** Projects at every stage, each once. What a start that was cut short left half made stays as it is. */
export async function seedProjects(setting: Setting): Promise<void> {
	const owner = connect(setting.ownerUrl, 1);
	try {
		for (const { name, ago, make } of scenes) {
			const [done] = await owner`select from seeded where name = ${name}`;
			if (done) continue;
			setting.say(`Making ${name}.`);
			await make(setting, setting.now().subtract({ hours: 24 * ago }));
			await owner`insert into seeded (name, at) values (${name}, ${setting.now()})`;
			await pause(0);
		}
	} finally {
		await owner.end();
	}
}
