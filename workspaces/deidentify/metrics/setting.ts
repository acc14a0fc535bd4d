import type { Rules } from '../rules.ts';
import type { judgeLimits } from './limits.ts';

/** By what the limits of an extract are judged: its preset, sensitivity, waivers and day. */
export const settingOf = ({
	preset,
	sensitivity,
	waivers,
	at
}: Rules): Parameters<typeof judgeLimits>[1] => ({ preset, sensitivity, waivers, at });
