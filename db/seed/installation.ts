import type { Actor, Held } from '#domain/people/actor.ts';
import type { Rule } from '#domain/committees/rule.ts';
import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { vaultAt } from '#platform/vault.server.ts';
import { firstRule, seedCommitteeRule } from './applications.ts';
import { seedCatalogue } from './catalogue.ts';
import { seedClauses } from './clauses.ts';
import { seedPolicy } from './policy.ts';
import { publishDefaultCard } from './rate-cards.ts';
import { seedCommittee, seedService } from './roles.ts';
import type { Player } from './stage.ts';

/**
 * The rule an installation begins with. Unlike the demonstration's it gives controllers their ten
 * working days to object whatever the route; a committee writes its own next version.
 */
export const installationRule: Rule = {
	...firstRule,
	objectionDays: { standard: 10, sensitive: 10 }
};

/** The records that come with Aldgate and name nobody: as the owner; run again, it changes nothing. */
export async function seedRecords(tx: Tx, rule: Rule, at: Temporal.Instant): Promise<void> {
	await seedService(tx, at);
	await seedCommittee(tx);
	await seedCommitteeRule(tx, rule);
	await seedClauses(tx);
	await seedPolicy(tx);
}

/** Those records, then what the vault that runs on `home` offers: records stay when it is not there. */
export async function seedInstallation(
	owner: Sql,
	home: string,
	at: Temporal.Instant
): Promise<void> {
	await owner.begin((tx) => seedRecords(tx, installationRule, at));
	await seedCatalogue(owner, await vaultAt(home).catalogue());
}

/**
 * Publishes the rate card that comes with Aldgate in the names of two people who are here already:
 * prices have an author and somebody else who approves them, whoever types the command.
 * @throws a sentence when there is no such person; Problem 403 when their roles do not allow it.
 */
export async function publishPrices(
	owner: Sql,
	{ author, approver }: { author: string; approver: string },
	at: Temporal.Instant
): Promise<void> {
	await publishDefaultCard(await acting(owner, author), await acting(owner, approver), at);
}

async function acting(owner: Sql, email: string): Promise<Player> {
	const [row] = await owner<{ id: string; name: string; roles: Held[] }[]>`
		select id, name, app.roles_of(id) as roles
		from person
		where email = ${email.toLowerCase()} and kind = 'person'
	`;
	if (!row)
		throw new Error(`There is nobody with the address ${email}; npx aldgate person add first.`);
	const actor: Actor = { ...row, email: email.toLowerCase(), level: 'password' };
	return { actor, db: bind(owner, row.id) };
}
