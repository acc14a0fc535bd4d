import { mkdir, writeFile } from 'node:fs/promises';
import { register } from '#domain/catalogue/versions/register.server.ts';
import type { Sql } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { londonDay } from '#platform/time.ts';
import { player } from './stage.ts';

/** The folder's name under `warehouse/deliveries`. */
const delivery = 'spirometry-2026';

/** Breaths of the first few hundred Londoners, the same on every machine; the initials are made up. */
function breaths(): string {
	const rows = Array.from({ length: 600 }, (_, at) => {
		const day = Temporal.PlainDate.from('2026-01-05').add({ days: (at * 7) % 290 });
		const full = 2.2 + ((at * 37) % 250) / 100;
		const first = full * (0.55 + ((at * 13) % 35) / 100);
		const initials = ['AB', 'CD', 'EF'][at % 3] ?? '';
		const note = at % 40 === 0 ? 'Repeat after inhaler' : '';
		return [at + 1, day.toString(), first.toFixed(2), full.toFixed(2), initials, note].join(',');
	});
	const head = 'person_id,spirometry_date,fev1_litres,fvc_litres,technician_initials,note';
	return `${[head, ...rows].join('\n')}\n`;
}

/** Puts a delivery of data where the vault looks for deliveries, as a trust's transfer would. */
export async function deliverBreaths(home: string): Promise<void> {
	const folder = `${home}/warehouse/deliveries/${delivery}`;
	await mkdir(folder, { recursive: true });
	await writeFile(`${folder}/spirometry.csv`, breaths());
}

/** Ingrid registers the delivery; the worker has the vault read it, and its columns wait for her. */
export async function breathsRegistered(
	sql: Sql,
	jobs: Jobs,
	at: Temporal.Instant
): Promise<string> {
	const { db, actor } = await player(sql, 'ingrid');
	return register(db, actor, jobs, {
		asked: {
			delivery,
			code: 'spirometry',
			version: '2026-10',
			name: 'Lung function tests',
			description: 'How much and how fast people breathe out, from hospital clinics.',
			product: 'product-standard',
			sensitivity: 'standard',
			asOf: londonDay(at).subtract({ months: 1 }),
			refreshMonths: 12
		},
		once: crypto.randomUUID(),
		at
	});
}
