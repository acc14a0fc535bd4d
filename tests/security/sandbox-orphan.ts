/** A host that starts an endless run, says the process's number and is killed at once. */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { scene } from './sandbox-scene.ts';
import { resident } from '#workspaces/host/watchdog.ts';
import { readFileSync } from 'node:fs';

const it = await scene();
it.start(['/runtime/node', '-e', 'setInterval(() => {}, 1000)']);
const child = () => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
while (resident(Number(child())) < 40_000_000) await pause(10); // until the program inside runs
writeSync(1, `${child()}\n`);
it.close();
process.kill(process.pid, 'SIGKILL');
