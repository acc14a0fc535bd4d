import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { personId, type PersonKey } from '#db/seed/people.ts';

type Scene = { readonly portal: Sql; readonly owner: Sql; readonly tables: readonly string[] };

/** Everything done here is undone, so that one database serves every table. */
class Undo extends Error {}

async function undone<T>(scene: Scene, key: PersonKey, work: (tx: Tx) => Promise<T>): Promise<T> {
	const kept: T[] = [];
	await bind(scene.portal, personId(key))
		.write(async (tx) => {
			kept.push(await work(tx));
			throw new Undo();
		})
		.catch((error: unknown) => {
			if (!(error instanceof Undo)) throw error;
		});
	const [result] = kept;
	if (result === undefined) throw new Error('The work gave nothing.');
	return result;
}

/** The SQLSTATE of a statement that failed, or what it gave. */
const attempt = (tx: Tx, work: (inner: Tx) => Promise<string>): Promise<string> =>
	tx.savepoint(work).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && typeof error.code === 'string')
			return error.code;
		throw error;
	});

/**
 * How many rows of each table a person's `update` and `delete` without any condition reach,
 * for each table on which the portal may do so at all.
 */
export const touched = (scene: Scene, key: PersonKey): Promise<Record<string, string>> =>
	undone(scene, key, async (tx) => {
		const reached: Record<string, string> = {};
		for (const table of scene.tables) {
			const columns = await tx<{ name: string }[]>`
				select attname as name from pg_attribute
				where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
				  and has_column_privilege(current_user, attrelid, attnum, 'update')
				order by attnum limit 1
			`;
			for (const { name } of columns)
				reached[`update ${table}`] = await attempt(tx, async (inner) => {
					const done = await inner`update ${inner(table)} set ${inner(name)} = ${inner(name)}`;
					return String(done.count);
				});
			const [may] = await tx<{ remove: boolean }[]>`
				select has_table_privilege(current_user, ${table}, 'delete') as remove
			`;
			if (may?.remove)
				reached[`delete ${table}`] = await attempt(tx, async (inner) =>
					String((await inner`delete from ${inner(table)}`).count)
				);
		}
		return reached;
	});

/** Logs of one's own doing and asking; what they say of others is for nobody else to read. */
const ofOneself = ['once', 'read_log'];
/** Refused by row security (or for want of the right), and an event that does not follow the chain. */
const refusals = ['42501', 'P0001'];

/**
 * Tries to insert each row of the second project again, as it is and with the person's own id
 * wherever it names a person. Row security is asked before keys and references are, so any other
 * answer than its refusal says that it would have let the row in.
 */
export async function added(scene: Scene, key: PersonKey): Promise<Record<string, string>> {
	const rows = await rowsOfSecond(scene);
	return undone(scene, key, async (tx) => {
		const letIn: Record<string, string> = {};
		for (const { table, row, persons } of rows) {
			const [may] = await tx<{ add: boolean }[]>`
				select has_table_privilege(current_user, ${table}, 'insert') as add
			`;
			if (!may?.add) continue;
			const own = Object.fromEntries(persons.map((column) => [column, personId(key)]));
			for (const [how, one] of [
				['as it is', row],
				['in one’s own name', { ...row, ...own }]
			] as const) {
				if (how !== 'as it is' && ofOneself.includes(table)) continue;
				const answer = await attempt(tx, async (inner) => {
					await inner`
						insert into ${inner(table)} overriding system value
						select * from jsonb_populate_record(null::${inner(table)}, ${JSON.stringify(one)}::text::jsonb)
					`;
					return 'inserted';
				});
				if (!refusals.includes(answer)) letIn[`${table} ${how}`] = answer;
			}
		}
		return letIn;
	});
}

type Row = { table: string; row: Record<string, unknown>; persons: string[] };

/** Rows that carry an id of the second project's, which all begin alike. */
async function rowsOfSecond({ owner, tables }: Scene): Promise<Row[]> {
	const rows: Row[] = [];
	for (const table of tables) {
		const persons = await owner<{ name: string }[]>`
			select a.attname as name
			from pg_constraint c
			join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
			where c.contype = 'f' and c.conrelid = ${table}::regclass and c.confrelid = 'person'::regclass
		`;
		const found = await owner<{ row: string }[]>`
			select to_jsonb(t)::text as row from ${owner(table)} t
			where to_jsonb(t)::text like '%00000002-0000-7000-8000-%'
		`;
		for (const { row } of found)
			rows.push({
				table,
				row: JSON.parse(row) as Record<string, unknown>,
				persons: persons.map(({ name }) => name)
			});
	}
	if (new Set(rows.map(({ table }) => table)).size < 30) throw new Error('The scene is not whole.');
	return rows;
}
