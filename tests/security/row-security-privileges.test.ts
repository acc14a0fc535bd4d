import { describe, expect } from 'vitest';
import type { Sql } from '#platform/db.server.ts';
import { test } from '../support/database.ts';

const processes = ['aldgate_portal', 'aldgate_worker', 'aldgate_vault', 'aldgate_host'];

/** Read by anybody, and in nobody's project: prices, clauses, rules, the catalogue, and who controls what. */
const openToAll = [
	'application_period',
	'checking_policy',
	'clause_library',
	'committee',
	'committee_rule',
	'concept',
	'controller',
	'controller_signup',
	'dataset',
	'dataset_column',
	'dataset_table',
	'event_head',
	'rate_card',
	'signing_key',
	'gate_move'
];
/** No process may touch these at all: they are reached through functions, or by the owner alone. */
const closedToAll = ['credential', 'migration', 'seeded', 'session', 'sign_in_attempt'];
/** Append-only: what happened, and money that was booked. */
const kept = ['event', 'read_log', 'ledger_transaction', 'ledger_entry', 'payment', 'once'];

const names = async (owner: Sql, query: string): Promise<string[]> =>
	(await owner.unsafe<{ name: string }[]>(query)).map(({ name }) => name);

const rights = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'];

describe('the database’s tables', () => {
	test('are under row security, or on the short list of what anybody may know', async ({ db }) => {
		const open = await names(
			db.owner,
			`select relname as name from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity
			order by relname`
		);
		expect(open).toEqual([...openToAll, ...closedToAll].sort());
	});

	test('that anybody may know hold no organisation’s and no project’s content', async ({ db }) => {
		const tied = await db.owner<{ name: string }[]>`
			select conrelid::regclass::text as name from pg_constraint
			where contype = 'f'
			  and confrelid in ('organisation'::regclass, 'project'::regclass, 'application'::regclass, 'workspace'::regclass)
			  and conrelid::regclass::text = any (${openToAll})
		`;
		expect(tied).toEqual([]);
	});

	test('of passwords, sessions and attempts are closed to every process', async ({ db }) => {
		const found: string[] = [];
		for (const role of processes)
			for (const table of closedToAll)
				for (const right of rights.slice(0, 3)) {
					const [row] = await db.owner<{ may: boolean }[]>`
						select has_any_column_privilege(${role}, ${table}, ${right})
							or has_table_privilege(${role}, ${table}, 'delete') as may
					`;
					if (row?.may) found.push(`${role} ${right} ${table}`);
				}
		expect(found).toEqual([]);
		for (const table of closedToAll)
			await expect(db.portal`select from ${db.portal(table)}`).rejects.toMatchObject({
				code: '42501'
			});
	});

	test('tell no process an e-mail address', async ({ db }) => {
		await expect(db.portal`select email from person`).rejects.toMatchObject({ code: '42501' });
		await expect(db.worker`select email from person`).rejects.toMatchObject({ code: '42501' });
	});

	test('of what happened and what was booked are added to, never changed', async ({ db }) => {
		const found: string[] = [];
		for (const role of processes)
			for (const table of kept) {
				const [row] = await db.owner<{ may: boolean }[]>`
					select has_any_column_privilege(${role}, ${table}, 'update')
						or has_table_privilege(${role}, ${table}, 'delete') as may
				`;
				if (row?.may) found.push(`${role} ${table}`);
			}
		expect(found).toEqual([]);
	});

	test('can be emptied, referred to or given a trigger by no process', async ({ db }) => {
		const found = await db.owner`
			select r.role, c.relname
			from pg_class c cross join unnest(${processes}::text[]) as r(role)
			where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
			  and has_table_privilege(r.role, c.oid, 'truncate, references, trigger')
		`;
		expect(found).toEqual([]);
	});
});

describe('a process’s role', () => {
	test('is no superuser, passes no row security, makes no role and no database', async ({ db }) => {
		const rows = await db.owner`
			select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
			where rolname like 'aldgate\\_%' order by rolname
		`;
		expect(rows).toHaveLength(processes.length);
		for (const { rolname, ...powers } of rows)
			expect(Object.values(powers), String(rolname)).toEqual([false, false, false, false, false]);
	});

	test('is a member of no other role', async ({ db }) => {
		const rows = await db.owner`
			select from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = any (${processes})
		`;
		expect(rows).toHaveLength(0);
	});

	test('owns nothing', async ({ db }) => {
		const owned = await db.owner`
			select d.objid::text, r.rolname
			from pg_shdepend d join pg_roles r on r.oid = d.refobjid
			where d.deptype = 'o' and r.rolname = any (${processes})
		`;
		expect(owned).toEqual([]);
	});

	test('makes nothing in the database’s schemas', async ({ db }) => {
		for (const schema of ['public', 'app', 'pgboss']) {
			await expect(
				db.portal.unsafe(`create table ${schema}.mine (id int)`),
				schema
			).rejects.toMatchObject({ code: '42501' });
		}
	});

	test('cannot turn row security off', async ({ db }) => {
		for (const words of [
			'alter table application disable row level security',
			'drop policy seen on application',
			'set session_replication_role = replica',
			'set role aldgate'
		])
			await expect(db.portal.unsafe(words), words).rejects.toMatchObject({ code: '42501' });
		await expect(
			db.portal.begin(async (tx) => {
				await tx`set local row_security = off`;
				await tx`select from application`;
			})
		).rejects.toMatchObject({ code: '42501' });
	});
});

describe('functions and views with their owner’s rights', () => {
	test('name where they look, so that nobody can put another table in the way', async ({ db }) => {
		const loose = await names(
			db.owner,
			`select proname as name from pg_proc
			where pronamespace = 'app'::regnamespace and prosecdef
			  and not coalesce(array_to_string(proconfig, ' '), '') like '%search_path=%'`
		);
		expect(loose).toEqual([]);
	});

	test('are called by the processes they were granted to alone', async ({ db }) => {
		const open = await names(
			db.owner,
			`select oid::regprocedure::text as name from pg_proc
			where pronamespace = 'app'::regnamespace
			  and (proacl is null or exists (select from aclexplode(proacl) x where x.grantee = 0))`
		);
		expect(open).toEqual([]);
	});

	test('are the public views, behind a barrier', async ({ db }) => {
		const views = await db.owner<{ name: string; options: string[] | null }[]>`
			select relname as name, reloptions as options from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('v', 'm') order by relname
		`;
		expect(views.map(({ name }) => name)).toEqual([
			'decision_totals',
			'published',
			'published_release',
			'register',
			'register_code_list'
		]);
		for (const { options } of views) expect(options).toContain('security_barrier=true');
	});
});
