import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connect } from '#platform/db.server.ts';
import { listenOn } from '#platform/listen.server.ts';
import { log } from '#platform/log.server.ts';
import { endWithParent } from '#platform/parent.server.ts';
import { surviveLostDatabase } from '#platform/pool.server.ts';
import { vaultSettings } from '#platform/settings.ts';
import { deriveKey } from '#workspaces/deidentify/pseudonym.ts';
import { differencing } from '#workspaces/differencing/for-vault.ts';
import { answerEvidence } from '#workspaces/evidence/for-vault.ts';
import { answerTogether, asksTogether } from '#workspaces/evidence/together.ts';
import { databaseVersions } from './datasets/store.server.ts';
import type { WorkOutEvidence } from './evidence.ts';
import { databaseAnswers } from './feasibility/store.server.ts';
import { helping } from './helping.ts';
import { keyLedger } from './key-ledger.store.server.ts';
import { databaseGates } from './gate/gates.ts';
import { openKeys, type Keys } from './keys.ts';
import { workspaceLife } from './life/life.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { regularTables } from './release/regular.ts';
import { releaseSigner } from './release/sign.ts';
import { openSigningKey } from './release/signing-keys.ts';
import { vaultServer } from './server.ts';
import { openWarehouse } from './staging/warehouse.ts';
import { vaultShares } from './shares.store.server.ts';
import { databaseAccess } from './store.server.ts';
import { sweepLeft } from './sweep.store.server.ts';

export type Started = { readonly socket: string; stop(): Promise<void> };

/** Evidence over a project's snapshot, computed here and never taken from who asks. */
const fromSnapshots =
	({ master }: Keys): WorkOutEvidence =>
	({ snapshot, sidecar, policy, body }) => {
		const answer = asksTogether(body) ? answerTogether : answerEvidence;
		return answer(snapshot, body, policy, {
			key: deriveKey(master, 'vault', 'rounding'),
			numbers: sidecar
		});
	};

/**
 * Starts the vault on `$ALDGATE_HOME/run/vault.sock`, which its group may use. `DATABASE_URL` is the
 * vault role's.
 * @throws one sentence when a setting is unusable or another vault answers there already.
 */
export async function startVault(
	env: Readonly<Record<string, string | undefined>>,
	given?: WorkOutEvidence
): Promise<Started> {
	const { home, keys, warehouse: address, databaseUrl } = vaultSettings(env);
	const socket = resolve(home, 'run', 'vault.sock');
	const opened = openKeys(resolve(keys));
	const place = await openWarehouse(address, opened.folder, env);
	const { source } = place;
	const sql = connect(databaseUrl, 4);
	const snapshots = resolve(home, 'snapshots');
	const evidence = given ?? fromSnapshots(opened);
	const signing = openSigningKey(resolve(keys));
	const signer = releaseSigner(sql, signing, snapshots);
	const ledger = keyLedger(sql);
	const warehouse = { source, lists: join(source, 'lists') };
	const limited = oneAtATime();
	const now = () => Temporal.Now.instant();
	const shares = vaultShares(sql, snapshots);
	const access = databaseAccess(sql);
	const inTurn = oneAtATime();
	const server = vaultServer({
		shares,
		warehouse,
		datasets: {
			versions: databaseVersions(sql),
			warehouse,
			folder: opened.folder,
			refresh: place.refresh,
			now
		},
		counter: {
			place: warehouse,
			answers: databaseAnswers(sql),
			key: deriveKey(opened.master, 'vault', 'feasibility'),
			now,
			limited
		},
		snapshots,
		keys: opened,
		access,
		ledger,
		life: workspaceLife(sql, { snapshots, keys: opened, ledger, signing, signer }),
		evidence,
		signer,
		gates: databaseGates(sql, openSigningKey(resolve(keys)), snapshots),
		regular: regularTables(sql, { snapshots, keys: opened }, evidence),
		differencing: differencing(sql, { snapshots, keys: opened }),
		limited,
		inTurn,
		now
	});
	// told again with each signature: a database that is not there yet does not keep the vault down
	const published = signer.publish(Temporal.Now.instant()).catch((error: unknown) => {
		log.warn({ error }, 'the public key is not published yet');
	});
	await listenOn(server, socket, 'vault');
	const scratch = resolve(home, 'shared-work');
	// who listens here is the only one: what lies in its scratch is a dead vault's
	const swept = sweepLeft(sql, { scratch, snapshots, now: now() }).catch((error: unknown) => {
		log.warn({ error }, 'what dead vaults left behind is not cleared away yet');
	});
	const helper = helping({
		place: { warehouse, snapshots, keys: opened, ledger, now },
		access,
		shares,
		scratch,
		inTurn
	});
	return {
		socket,
		async stop() {
			await helper.stop();
			const closed = new Promise((done) => server.close(done));
			server.closeAllConnections();
			await closed;
			rmSync(socket, { force: true });
			await Promise.all([published, swept]);
			place.close();
			await sql.end({ timeout: 5 });
		}
	};
}

/** The vault as a process: runs until a signal, or until whoever started it is gone. */
export async function serveVault(
	env: Readonly<Record<string, string | undefined>>,
	evidence?: WorkOutEvidence
): Promise<void> {
	surviveLostDatabase();
	const started = await startVault(env, evidence);
	endWithParent(() => started.stop());
	process.stderr.write(`vault: listening on ${started.socket}\n`);
}

if (import.meta.main) {
	try {
		await serveVault(process.env);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(3);
	}
}
