import type { Probe } from './escape-scene.ts';

const python = (name: string, code: string, held: RegExp): Probe => ({
	...{ name, language: 'python', held },
	code: `import os, socket, resource
def attempt(work):
    try:
        return repr(work())
    except BaseException as error:
        return type(error).__name__ + ' ' + str(getattr(error, 'errno', ''))
${code}`
});

/** What a program of the sandbox can look at, reach, or use up. */
export const systemProbes: readonly Probe[] = [
	python(
		'/proc/1/environ is empty',
		`print('environ', open('/proc/1/environ', 'rb').read())`,
		/environ b''/
	),
	python(
		"no process shows the host's environment",
		`print('found', any(b'secret-of' in open(f'/proc/{p}/environ', 'rb').read() for p in os.listdir('/proc') if p.isdigit()))`,
		/found False/
	),
	python(
		'it is no root, and cannot become one',
		`print(os.getuid() > 0, attempt(lambda: os.setuid(0)))`,
		/True (PermissionError 1|OSError 22)/
	),
	python(
		'its user is mapped alone',
		`print('map', open('/proc/self/uid_map').read().split())`,
		/map \['\d{2,}', '\d+', '1'\]/
	),
	python(
		'the map of users cannot be written',
		`print(attempt(lambda: os.write(os.open('/proc/self/uid_map', os.O_WRONLY), b'0 0 1')))`,
		/PermissionError|OSError/
	),
	python(
		'it holds no capability and gains none',
		`print([l for l in open('/proc/self/status') if l.startswith(('CapEff', 'CapBnd', 'NoNewPrivs'))])`,
		/CapEff:\\t0{16}.*CapBnd:\\t0{16}.*NoNewPrivs:\\t1/
	),
	python(
		'/etc/shadow is not there',
		`print(attempt(lambda: open('/etc/shadow').read()))`,
		/FileNotFoundError 2/
	),
	python(
		'a secret of the host is not there',
		`print(attempt(lambda: open('FOLDER/for-the-host').read()))`,
		/FileNotFoundError 2/
	),
	python(
		"another workspace's data are not there",
		`print(attempt(lambda: os.listdir('FOLDER/other')), sorted(os.listdir('/data')))`,
		/FileNotFoundError 2 \['condition_occurrence.parquet', 'person.parquet'\]/
	),
	python(
		'the data cannot be written',
		`print(attempt(lambda: open('/data/person.parquet', 'w')), attempt(lambda: os.unlink('/data/person.parquet')), attempt(lambda: os.link('/data/person.parquet', '/tmp/x')))`,
		/OSError 30 OSError (30|16) OSError 18/
	),
	python(
		'the library and the runner cannot be written',
		`print([attempt(lambda: open(p, 'w')) for p in ('/runtime/host/engines/runner.py', '/usr/lib/python3/dist-packages/x.py', '/x', '/dev/x')])`,
		/\['(OSError 30|PermissionError 13)', '(OSError 30|PermissionError 13)', '(OSError 30|PermissionError 13)', '(OSError 30|PermissionError 13)'\]/
	),
	python(
		"the host's loopback is not reached",
		`s = socket.socket(); s.settimeout(3); print(attempt(lambda: s.connect(('127.0.0.1', PORT))))`,
		/ConnectionRefusedError 111/
	),
	python(
		'the network is not reached',
		`s = socket.socket(); s.settimeout(3); print(attempt(lambda: s.connect(('192.0.2.1', 80))))`,
		/OSError 101/
	),
	python(
		'the metadata service is not reached',
		`s = socket.socket(); s.settimeout(3); print(attempt(lambda: s.connect(('169.254.169.254', 80))))`,
		/OSError 101/
	),
	python(
		'DNS answers nothing',
		`print(attempt(lambda: socket.getaddrinfo('example.org', 80)))`,
		/gaierror -\d/
	),
	python(
		"the host's abstract sockets are not reached",
		`s = socket.socket(socket.AF_UNIX); print(attempt(lambda: s.connect('\\0aldgate-escape')))`,
		/ConnectionRefusedError 111/
	),
	python(
		"the host's own socket is not there",
		`print([attempt(lambda: os.stat(p)) for p in ('/run/aldgate', '/run', 'FOLDER')])`,
		/\['FileNotFoundError 2', 'FileNotFoundError 2', 'FileNotFoundError 2'\]/
	),
	python('/sys is not there', `print(attempt(lambda: os.listdir('/sys')))`, /FileNotFoundError 2/),
	python(
		'/dev holds no device of the machine',
		`print('left', sorted(set(os.listdir('/dev')) - {'console', 'core', 'fd', 'full', 'null', 'ptmx', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero'}))`,
		/left \[\]/
	),
	python(
		'no device can be made',
		`print(attempt(lambda: os.mknod('/tmp/d', 0o60600, os.makedev(8, 0))))`,
		/PermissionError 1/
	),
	python(
		'settings of the kernel cannot be written',
		`print([attempt(lambda: open('/proc/sys/kernel/' + n, 'w')) for n in ('core_pattern', 'modprobe')], attempt(lambda: open('/proc/sysrq-trigger', 'w')))`,
		/\['(\w+Error \d+)', '(\w+Error \d+)'\] \w+Error \d+/
	),
	python(
		'the memory of the machine cannot be read',
		`print([attempt(lambda: open(p, 'rb').read(1)) for p in ('/proc/kcore', '/dev/mem', '/proc/1/mem')])`,
		/\['\w+Error \d+', 'FileNotFoundError 2', '\w+Error \d+'\]/
	),
	python(
		'only its own few processes are seen',
		`print('few', len([p for p in os.listdir('/proc') if p.isdigit()]) <= 3)`,
		/few True/
	),
	python(
		"the host's processes cannot be signalled",
		`print(attempt(lambda: os.kill(HOST_PID, 9)))`,
		/ProcessLookupError 3|PermissionError 1/
	),
	python(
		'nothing with another user of its own can be run',
		`print('every mount', all('nosuid' in line for line in open('/proc/self/mountinfo')), [os.path.exists('/usr/bin/' + p) for p in ('su', 'sudo', 'mount', 'passwd')])`,
		/every mount True \[False, False, False, False\]/
	),
	python(
		'nothing that was written can be run',
		`open('/tmp/p', 'w').write('#!/bin/sh'); os.chmod('/tmp/p', 0o4755); print(attempt(lambda: os.execv('/tmp/p', ['p'])))`,
		/PermissionError 13/
	),
	python(
		'it leaves no core dump',
		`print(resource.getrlimit(resource.RLIMIT_CORE), attempt(lambda: resource.setrlimit(resource.RLIMIT_CORE, (1, 1))))`,
		/\(0, 0\) ValueError/
	),
	python(
		'its limits cannot be raised',
		`print(attempt(lambda: resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))), attempt(lambda: resource.setrlimit(resource.RLIMIT_NPROC, (-1, -1))))`,
		/ValueError.*ValueError/
	),
	python(
		'empty files run out',
		`def flood(at):
    for i in range(300000):
        open(f'{at}/f{i}', 'w').close()
print(attempt(lambda: flood('/tmp')), attempt(lambda: flood('/frames')))
[os.unlink(f'{at}/{f}') for at in ('/tmp', '/frames') for f in os.listdir(at) if f[0] == 'f' and f[1:].isdigit()]`,
		/OSError 28 OSError 28/
	),
	python(
		'bytes of scratch run out',
		`def fill():
    with open('/tmp/big', 'wb') as f:
        for _ in range(1000): f.write(bytes(1 << 20))
print(attempt(fill)); os.unlink('/tmp/big')`,
		/OSError (28|27)/
	),
	python(
		'processes that multiply are stopped by the limit',
		`import signal
made = []
def fork():
    while True:
        p = os.fork()
        if p == 0:
            signal.pause()
        made.append(p)
why = attempt(fork)
[os.kill(p, 9) for p in made]; [os.waitpid(p, 0) for p in made]
print(why, 0 < len(made) <= 256)`,
		/BlockingIOError 11 True/
	),
	python(
		'a terminal cannot be typed into',
		`import fcntl
print(attempt(lambda: fcntl.ioctl(1, 0x5412, b'x')))`,
		/PermissionError 1|OSError 25/
	)
];
