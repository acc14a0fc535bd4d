import { version } from '$app/env';
import type { RequestHandler } from './$types';

/** The process is up; nothing else is asked. */
export const GET: RequestHandler = () => Response.json({ ok: true, version });
