import { readFileSync, statSync } from 'node:fs';
import { SettingsError } from '#platform/settings.ts';

/**
 * The service's token for the hub, from a file that its owner alone can read.
 * @throws SettingsError with one sentence.
 */
export function tokenIn(file: string): string {
	let token: string;
	try {
		if ((statSync(file).mode & 0o077) !== 0)
			throw new SettingsError(
				`ALDGATE_JUPYTERHUB_TOKEN_FILE can be read by others than its owner: chmod 600 ${file}.`
			);
		token = readFileSync(file, 'utf8').trim();
	} catch (error) {
		if (error instanceof SettingsError) throw error;
		throw new SettingsError(
			`ALDGATE_JUPYTERHUB_TOKEN_FILE names no file that this process can read: ${file}.`
		);
	}
	if (!/^[\x21-\x7e]{16,}$/.test(token))
		throw new SettingsError(
			'ALDGATE_JUPYTERHUB_TOKEN_FILE should hold one token of 16 characters or more.'
		);
	return token;
}
