import { PgBoss } from 'pg-boss';
import { lapseUnsigned } from '#domain/agreements/lapse.server.ts';
import { clearDueApprovals } from '#domain/applications/controllers-clear.server.ts';
import { expireIdle } from '#domain/applications/expire.server.ts';
import { recordUsage } from '#domain/billing/usage/record.server.ts';
import { service } from '#domain/people/actor.ts';
import { sendMail } from '#domain/home/mail/send.server.ts';
import { endOver } from '#domain/outputs/regular/stop.server.ts';
import { dueNow, runRegular } from '#domain/outputs/regular/run.server.ts';
import { signAll, signRelease } from '#domain/outputs/release/sign.server.ts';
import { expireSessions } from '#domain/people/store.server.ts';
import { endStudies } from '#domain/workspaces/life/change.server.ts';
import { destroy, destructionsDue } from '#domain/workspaces/life/destroy.server.ts';
import { remind } from '#domain/workspaces/life/remind.server.ts';
import { signGate, signGates } from '#domain/workspaces/gates/sign.server.ts';
import { provision } from '#domain/workspaces/provision.server.ts';
import { makeRefresh } from '#domain/workspaces/refresh/make.server.ts';
import { bind } from '#platform/db.server.ts';
import { jobs, type JobName, type Payload } from '#platform/jobs.ts';
import { log } from '#platform/log.server.ts';
import { endWithParent } from '#platform/parent.server.ts';
import { surviveLostDatabase } from '#platform/pool.server.ts';
import { closeServices, openServices, type Services } from '#platform/services.server.ts';

type Handler<Name extends JobName> = (services: Services, data: Payload<Name>) => Promise<void>;

/** What each job does. Every one is idempotent: a job may come twice, or again after a kill. */
const handlers: { [Name in JobName]: Handler<Name> } = {
	'workspace.provision': (services, { workspace }) =>
		provision(services, { workspace, now: () => Temporal.Now.instant() }),
	'workspace.refresh': (services, { refresh }) =>
		makeRefresh(services, { refresh, now: () => Temporal.Now.instant() }),
	'workspace.destroy': (services, { workspace }) =>
		destroy(services, { workspace, at: Temporal.Now.instant() }),
	'dataset.read': async ({ vault }, { version }) => {
		await vault.readVersion({ person: service.id, version });
	},
	'output.sign': async (services, { output: request }) => {
		await signRelease(services, { request, at: Temporal.Now.instant() });
		// while its data are still there: later requests are compared with the people behind it
		await services.vault.recordReleases();
	},
	'gate.sign': (services, { gate }) => signGate(services, { gate, at: Temporal.Now.instant() }),
	'regular.run': async (services, { regular }) => {
		await runRegular(services, { regular, at: Temporal.Now.instant() });
	},
	'clock.tick': async (services) => {
		const { sql } = services;
		const at = Temporal.Now.instant();
		const db = bind(sql, service.id);
		await clearDueApprovals(db, service, at);
		await expireIdle(db, service, at);
		await lapseUnsigned(db, service, at);
		await expireSessions(sql, at);
		await endOver(db, at);
		await endStudies(db, at);
		await remind(db, at);
		await recordUsage(db, at);
		await sendMail(services, at);
		for (const workspace of await destructionsDue(db))
			await boss.send('workspace.destroy', { workspace }, { singletonKey: workspace });
		for (const regular of await dueNow(db, at))
			await boss.send('regular.run', { regular }, { singletonKey: regular });
		// last: a vault that is down holds up nothing else
		await signAll(services, at);
		await signGates(services, at);
		await services.vault.recordReleases();
	}
};

surviveLostDatabase();
const services = await openServices(process.env);
const boss = new PgBoss({
	connectionString: services.settings.databaseUrl,
	schema: 'pgboss',
	migrate: false,
	schedule: false,
	// a job whose worker was killed shows by its missing heartbeat: look for such jobs often
	superviseIntervalSeconds: 10,
	monitorIntervalSeconds: 10,
	max: 4
});
boss.on('error', (error) => {
	log.warn({ error }, 'the job queue is out of reach; trying again');
});
await boss.start();

// the parameter ties each handler to its own payload
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
async function listen<Name extends JobName>(name: Name): Promise<void> {
	await boss.work<Payload<Name>>(name, { pollingIntervalSeconds: 0.5 }, async ([job]) => {
		if (!job) return;
		try {
			await handlers[name](services, job.data);
		} catch (error) {
			log.error({ job: job.id, name, error }, 'a job failed');
			throw error;
		}
	});
}
for (const name of Object.keys(jobs) as JobName[]) await listen(name);

// the clock: periods that ended, sessions that expired
const clock = setInterval(() => {
	void boss.send('clock.tick', {}, { singletonKey: 'tick' }).catch(() => undefined);
}, 30_000);

endWithParent(async () => {
	clearInterval(clock);
	await boss.stop({ graceful: true, timeout: 4000 });
	await closeServices(services);
});
