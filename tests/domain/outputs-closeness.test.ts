import { describe, expect } from 'vitest';
import { personId } from '#db/seed/people.ts';
import * as seed from '#db/seed/outputs.ts';
import { deskOf } from '#domain/outputs/desk.server.ts';
import { read } from '#domain/outputs/read.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { missing, test } from './outputs-scene.ts';
import { says } from './outputs-desk-scene.ts';

describe.skipIf(missing !== null)('the first question', () => {
	test('is filled in from the approved extract, and “no” does not go with approval', async ({
		outputs
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const { db, actor } = await as('carlos');
		const { scope } = await deskOf(db, actor, id, stage.at);
		expect(scope.files[0]).toMatchObject({ known: true });
		expect(scope.files[0]?.columns).toContain('death.death_date');
		const outside = { within: false, words: 'Deaths were not asked for.' };
		await expect(says(outputs, id, 'carlos', ['approve'], outside)).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/does not leave/) as string
		});
		await says(outputs, id, 'carlos', ['reject'], outside);
	});
});

describe.skipIf(missing !== null)('who is too close', () => {
	test('finds no such request: a manager or co-author of the last 36 months, whoever declared it', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		const carlos = await as('carlos');
		const seen = () => carlos.db.read((tx) => find(tx, id));
		await expect(seen()).resolves.toMatchObject({ id });
		const tie = async (until: string | null) => {
			await scene.owner`
				insert into person_tie (person_id, other_id, kind, until, declared_at)
				values (${personId('tomas')}, ${personId('carlos')}, 'managed-by', ${until}, ${stage.at})
				on conflict (person_id, other_id, kind) do update set until = excluded.until
			`;
		};
		await tie(null);
		await expect(seen()).rejects.toMatchObject({ status: 404 });
		await expect(read(carlos.db, carlos.actor, id, stage.at)).rejects.toMatchObject({
			status: 404
		});
		expect(await carlos.db.read((tx) => tx`select from output_evidence`)).toHaveLength(0);
		await tie('2020-01-01');
		await expect(seen()).resolves.toMatchObject({ id });
	});

	test('of the same employer is refused, or one of the two, as the policy says', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await seed.submittedOutput(stage, 'deaths');
		for (const key of ['carlos', 'wei'] as const)
			await scene.owner`
				insert into organisation_member (organisation_id, person_id, role, added_at)
				select organisation_id, ${personId(key)}, 'member', ${stage.at} from project limit 1
			`;
		await expect(says(outputs, id, 'carlos', ['approve'])).rejects.toMatchObject({ status: 403 });
		await scene.owner`
			insert into checking_policy
			select 2, effective_from, promised_days, claim_hours, tie_months, 'one', enough from checking_policy
		`;
		await says(outputs, id, 'carlos', ['approve']);
		await expect(says(outputs, id, 'wei', ['approve'])).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/never both/) as string
		});
		const wei = await as('wei');
		expect((await wei.db.read((tx) => find(tx, id))).status).toBe('checking');
	});
});
