import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { draftFromFile } from '#domain/outputs/draft.server.ts';
import { sinceCleared } from '#domain/outputs/files/since-cleared.server.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

const code = (...lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);

/** A request with one file of code; gives its id. */
async function withCode({ stage, as }: OutputScene, bytes: Uint8Array): Promise<string> {
	const { db, actor } = await as('amara');
	return draftFromFile(stage.tools, db, actor, {
		workspace: stage.workspace,
		title: 'The model of the paper',
		name: 'model.py',
		bytes,
		claim: '',
		once: crypto.randomUUID(),
		at: stage.at
	});
}

async function released(outputs: OutputScene, bytes: Uint8Array): Promise<string> {
	const id = await withCode(outputs, bytes);
	await seed.sentOutput(outputs.stage, id);
	await seed.votedOutput(outputs.stage, id, 'carlos', 'approve');
	await seed.votedOutput(outputs.stage, id, 'wei', 'approve');
	return id;
}

describe.skipIf(missing !== null)('code that was released before', () => {
	test('is shown to its authors and to checkers by what changed since', async ({ outputs }) => {
		const { stage, as } = outputs;
		await released(outputs, code('model = load()', 'fit(model)', 'report(model)'));
		const id = await withCode(
			outputs,
			code('model = load()', 'fit(model, steps=2)', 'report(model)')
		);
		const since = async (key: 'amara' | 'carlos') =>
			sinceCleared(stage.tools.objects, (await as(key)).db, id);
		const changed = [
			{ how: 'same', text: 'model = load()' },
			{ how: 'removed', text: 'fit(model)' },
			{ how: 'added', text: 'fit(model, steps=2)' },
			{ how: 'same', text: 'report(model)' }
		];
		const [told, ...more] = await since('amara');
		expect(more).toEqual([]);
		expect(told?.lines?.filter(({ text }) => text !== '')).toEqual(changed);
		await seed.sentOutput(stage, id);
		expect(await since('carlos')).toEqual([told]);
	});

	test('is new as a whole when its release was taken back, and unchanged when it is', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const words = code('print(1)');
		const first = await released(outputs, words);
		const id = await withCode(outputs, words);
		const { db } = await as('amara');
		const since = () => sinceCleared(stage.tools.objects, db, id);
		expect((await since()).map(({ lines }) => lines)).toEqual([[]]);
		const carlos = await as('carlos');
		await revoke(carlos.db, carlos.actor, { id: first, reason: 'A mistake.', at: stage.at });
		expect(await since()).toEqual([]);
	});
});
