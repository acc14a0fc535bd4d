import { connect, type Sql } from '#platform/db.server.ts';
import { inject, test as base } from 'vitest';

export type TestDatabase = {
	/** As the portal's role: what row security lets through. */
	readonly portal: Sql;
	/** As the worker's role. */
	readonly worker: Sql;
	/** As the database's owner: to set a scene, never to prove a rule. */
	readonly owner: Sql;
	readonly portalUrl: string;
	readonly ownerUrl: string;
	readonly workerUrl: string;
	readonly vaultUrl: string;
	readonly hostUrl: string;
};

const named = (url: string, name: string) => url.replace(/[^/]+$/, name);

/** Each test gets a database of its own, copied from the migrated template. */
export const test = base.extend<{ db: TestDatabase }>({
	// eslint-disable-next-line no-empty-pattern
	db: async ({}, use) => {
		const name = `t_${crypto.randomUUID().replaceAll('-', '')}`;
		const admin = connect(inject('adminUrl'), 1);
		await admin`create database ${admin(name)} template aldgate_template`;
		const urls = {
			portalUrl: named(inject('portalUrl'), name),
			ownerUrl: named(inject('adminUrl'), name),
			workerUrl: named(inject('workerUrl'), name),
			vaultUrl: named(inject('vaultUrl'), name),
			hostUrl: named(inject('hostUrl'), name)
		};
		const portal = connect(urls.portalUrl, 4);
		const worker = connect(urls.workerUrl, 2);
		const owner = connect(urls.ownerUrl, 2);
		await use({ portal, worker, owner, ...urls });
		await Promise.all([portal.end(), worker.end(), owner.end()]);
		await admin`drop database ${admin(name)} with (force)`;
		await admin.end();
	}
});
