import { connect } from '#platform/db.server.ts';
import { seedBase } from './base.ts';

type Place = {
	readonly ownerUrl: string;
	readonly portalUrl: string;
	readonly home: string;
	readonly say: (line: string) => void;
};

/** Fills the demonstration, once: people, catalogue, prices, and projects at every stage. */
export async function seedDemo({ ownerUrl, portalUrl, home, say }: Place): Promise<void> {
	const at = Temporal.Now.instant();
	const portal = connect(portalUrl, 4);
	try {
		say('Filling in people, catalogue and prices.');
		await seedBase({ ownerUrl, home }, portal, at);
	} finally {
		await portal.end();
	}
}
