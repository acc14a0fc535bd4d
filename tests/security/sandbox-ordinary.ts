/** Run as an ordinary user by sandbox-places.test.ts: says what the sandbox is like for that user. */
import { capabilities } from '#workspaces/host/capabilities.ts';
import { launch } from '#workspaces/host/launch.ts';
import { limits } from '#workspaces/host/limits.ts';
import { run } from '#workspaces/host/run.ts';

const found = await capabilities();
const { machine, runtime } = found;
if (machine === null || runtime === null) throw new Error(found.capabilities.says.join(' '));
const small = { ...limits, memory: 1024 ** 3, wall: 20_000 };
const snapshot = process.argv[2] ?? '';
const ask = (name: string, sql: string) =>
	run(machine, runtime, { name, workspace: 'w', snapshot, sql, limits: small }).done;
const counted = await ask('one', 'select count(*) as n from person');
const hungry = await ask('two', "select length(repeat('x', 3000000000))");
const look = await launch(
	machine,
	'three',
	{
		uid: 200_001,
		gid: 200_001,
		staged: runtime.parts,
		open: runtime.libraries,
		environment: { LD_LIBRARY_PATH: runtime.libraryPath },
		command: [
			'/runtime/node',
			'-e',
			"const fs = require('node:fs'); fs.writeSync(4, fs.readFileSync('/proc/self/status', 'utf8') + '|' + fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\\n').find((line) => line.includes(' /tmp ')))"
		],
		limits: small
	},
	''
).done;
const [status, scratch] = look.answer.toString().split('|');
found.close();
process.stdout.write(
	JSON.stringify({ capabilities: found.capabilities, counted, hungry, status, scratch })
);
