import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import * as v from 'valibot';
import type { CheckerTable } from '#domain/disclosure/answer.ts';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidence } from '../evidence.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-known-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

/** A CSV file of records for as long as the test runs; answers its path. */
export function csv(name: string, lines: readonly string[]): string {
	const path = join(folder, `${name}.csv`);
	writeFileSync(path, lines.join('\n'));
	return path;
}

/** As many records as a cell of a frequency table counts, since our tables begin with records. */
export const repeated = (times: number, record: string): string[] =>
	Array.from({ length: times }, () => record);

export const tableOf = (
	data: string,
	specification: object,
	policy: object = {}
): Promise<CheckerTable> =>
	evidence({
		files: { data },
		specification: v.parse(TableSpecificationSchema, specification),
		policy: v.parse(PolicySchema, policy)
	});

export const find = (table: CheckerTable, ...labels: string[]) =>
	table.cells.find((cell) => [...cell.row, ...cell.column].join('\n') === labels.join('\n'));

/** Every rule but the ones that a test is about. */
export const off = { threshold: null, dominance: null, pPercent: null, classShare: null };
