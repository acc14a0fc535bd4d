import { describe, expect } from 'vitest';
import { fileObjects } from '#platform/objects.server.ts';
import { test } from '../support/database.ts';
import { lacking, sessionScene } from './session-scene.ts';

const at = Temporal.Instant.from('2026-11-22T10:00:00Z');

describe.skipIf(lacking.length > 0)('the shared folder of a session', () => {
	test('holds what was let in, also while it is open, and cannot be written', async ({ db }) => {
		const scene = await sessionScene(db);
		try {
			const objects = fileObjects(`${scene.home}/objects`);
			const sha256 = await objects.put(Buffer.from('code,area\n1,North\n'));
			const shown = async (code: string) => {
				const { output, error } = await scene.ran('python', code);
				return `${output.text.trim()}${error ?? ''}`;
			};
			const listing = 'import os; print(sorted(os.listdir("/shared")))';
			expect(await shown(listing)).toContain('[]');
			const [reviewer] = await db.owner<{ id: string }[]>`
				insert into person (id, name, email, kind, created_at)
				values (${crypto.randomUUID()}, 'A reviewer', 'reviewer@example.org', 'person', ${at})
				returning id
			`;
			const [file] = await db.owner<{ id: string }[]>`
				insert into ingress_file (
					workspace_id, name, kind, media, sha256, bytes, purpose, findings, preview, status, status_since, sent_by,
					sent_at, decided_by, decided_at
				)
				values (
					${scene.workspace}, 'areas.csv', 'table', 'text/csv', ${sha256}, 18, 'Names', '[]', '', 'accepted', ${at},
					${scene.member}, ${at}, ${reviewer?.id ?? ''}, ${at}
				)
				returning id
			`;
			expect(await shown('print(open("/shared/areas.csv").read())')).toContain('1,North');
			for (const code of [
				'open("/shared/areas.csv", "a").write("x")',
				'open("/shared/other.csv", "w").write("x")',
				'import os; os.unlink("/shared/areas.csv")'
			])
				expect(await shown(code), code).toMatch(/Read-only|Permission|not permitted/);
			const read = await scene.ran('r', 'cat(readLines("/shared/areas.csv")[2])');
			expect(read.output.text).toContain('1,North');
			await db.owner`update ingress_file set status = 'removed' where id = ${file?.id ?? ''}`;
			expect(await shown(listing)).toContain('[]');
		} finally {
			await scene.close();
		}
	});
});
