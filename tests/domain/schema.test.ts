import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { printSchema } from '#db/print-schema.ts';
import { test } from '../support/database.ts';

describe('db/schema.sql', () => {
	test('is what the migrations make (npx aldgate docs writes it)', async ({ db }) => {
		expect(await printSchema(db.owner)).toBe(readFileSync('db/schema.sql', 'utf8'));
	});

	test('shows a change in any part of the database', async ({ db }) => {
		const before = await printSchema(db.owner);
		const changes = [
			'alter table quote add column extra text',
			'alter table quote drop constraint quote_net_check',
			'create index extra_index on quote (net)',
			'drop trigger event_is_append_only on event',
			'alter table quote disable row level security',
			'create policy extra on quote using (true)',
			'grant delete on quote to aldgate_portal',
			'grant select (email) on person to aldgate_worker',
			'grant execute on function app.sessions_expire(timestamptz) to aldgate_portal',
			'create or replace function app.person() returns uuid language sql stable as $$ select null::uuid $$',
			'create view extra_view as select 1 as one',
			'create sequence extra_sequence'
		];
		for (const change of changes) {
			await expect(
				db.owner.begin(async (tx) => {
					await tx.unsafe(change);
					expect(await printSchema(tx), change).not.toBe(before);
					throw new Error('undone');
				})
			).rejects.toThrow('undone');
		}
		expect(await printSchema(db.owner)).toBe(before);
	});
});
