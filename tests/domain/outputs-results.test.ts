import { describe, expect } from 'vitest';
import { draftFromFile } from '#domain/outputs/draft.server.ts';
import { read } from '#domain/outputs/read.server.ts';
import { remake, unmake } from '#domain/outputs/remedy-model.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { save } from '#domain/outputs/words.server.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

const survival = `time,n.risk,n.event,n.censor,surv,std.err
1,100,12,0,0.88,0.03
2,88,3,0,0.85,0.04
3,85,9,10,0.76,0.05
4,66,2,1,0.737,0.05
`;

async function sent({ stage, as }: OutputScene, name: string, text: string) {
	const { db, actor } = await as('amara');
	const bytes = new TextEncoder().encode(text);
	const id = await draftFromFile(stage.tools, db, actor, {
		...{ workspace: stage.workspace, title: 'Survival', claim: 'none', name, bytes },
		once: crypto.randomUUID(),
		at: stage.at
	});
	const file = async () => {
		const [one] = (await read(db, actor, id, stage.at)).files;
		if (one === undefined) throw new Error('There is no file.');
		return one;
	};
	const order = async () => ({
		id,
		file: (await file()).id,
		version: (await db.read((tx) => find(tx, id))).version,
		at: stage.at
	});
	const leaves = async () =>
		new TextDecoder().decode(await stage.tools.objects.get((await file()).sha256));
	return { db, actor, file, order, leaves, tools: stage.tools };
}

describe.skipIf(missing !== null)('a survival table that fails', () => {
	test('is pooled in one click, scanned again, shown beside what was sent, and taken back', async ({
		outputs
	}) => {
		const { db, actor, file, order, leaves, tools } = await sent(outputs, 'km.csv', survival);
		const before = await file();
		expect(before).toMatchObject({ kind: 'survival', verdict: 'fail', beforeAfter: null });
		expect(before.results?.offered.map(({ remedy }) => remedy)).toEqual(['pool']);

		await remake(tools, db, actor, { ...(await order()), remedy: 'pool' });
		expect(await leaves()).toBe(
			'time,n.risk,n.event,n.censor,surv\r\n1,100,12,0,0.88\r\n3,88,12,10,0.76\r\n'
		);
		const pooled = await file();
		expect(pooled).toMatchObject({ kind: 'survival', verdict: 'review', original: 'km.csv' });
		expect(pooled.scan?.findings.filter(({ level }) => level === 'fail')).toEqual([]);
		expect(pooled.results).toMatchObject({ offered: [] });
		expect(pooled.beforeAfter).toMatchObject({ joined: 10, hidden: 2 });
		expect(pooled.beforeAfter?.before.lines).toHaveLength(4);
		// the time names the line, and is not shown as a figure beside it
		const { after } = pooled.beforeAfter ?? {};
		expect(after).toMatchObject({ corner: 'time', lines: [{ label: '1' }, { label: '3' }] });
		expect(after?.columns).toEqual(['n.risk', 'n.event', 'n.censor', 'surv']);

		// a word on the control that was applied has it scanned again, as it is now
		const words = { title: 'S', purpose: 'P', description: 'D' };
		const described = { ...pooled.context, id: pooled.id, data: null, claim: 'rounded 5' };
		await save(tools, db, actor, { ...(await order()), ...words, files: [described] });
		expect(await leaves()).toContain('3,88,12,10,0.76');
		expect((await file()).beforeAfter).not.toBeNull();

		await unmake(tools, db, actor, await order());
		expect(await leaves()).toBe(survival);
		expect(await file()).toMatchObject({ verdict: 'fail', beforeAfter: null });
		await expect(unmake(tools, db, actor, await order())).rejects.toMatchObject({ status: 409 });
	});

	test('is not made into what its scan does not offer, nor by somebody else', async ({
		outputs
	}) => {
		const { db, actor, order, tools } = await sent(outputs, 'km.csv', survival);
		await expect(
			remake(tools, db, actor, { ...(await order()), remedy: 'totals' })
		).rejects.toMatchObject({ status: 409 });
		const other = await outputs.as('priya');
		const asked = { ...(await order()), remedy: 'pool' } as const;
		await expect(remake(tools, other.db, other.actor, asked)).rejects.toMatchObject({
			status: 404
		});
	});
});

describe.skipIf(missing !== null)('ratios whose totals give four cells away', () => {
	test('stay without their totals', async ({ outputs }) => {
		const text = 'group,odds_ratio,exposed,unexposed,cases\nsmokers,1.57,40,60,10\n';
		const { db, actor, file, order, leaves, tools } = await sent(outputs, 'or.csv', text);
		expect(await file()).toMatchObject({ kind: 'model', verdict: 'fail' });
		await remake(tools, db, actor, { ...(await order()), remedy: 'totals' });
		expect(await leaves()).toBe('group,odds_ratio\r\nsmokers,1.57\r\n');
		expect((await file()).beforeAfter).toMatchObject({ hidden: 3, changed: 0 });
		expect((await file()).verdict).toBe('review');
	});
});
