import type { Probe } from './escape-scene.ts';

const errors = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

/** A system call by its number on this machine; it held when the kernel said no in the right way. */
const call = (
	name: string,
	[x64, arm64]: readonly [number, number],
	wanted: keyof typeof errors = 'EPERM',
	parameters = '0, 0, 0, 0, 0'
): Probe => ({
	name,
	language: 'python',
	code: `import ctypes
c = ctypes.CDLL(None, use_errno=True)
ctypes.set_errno(0)
print('answered', c.syscall(${String(process.arch === 'x64' ? x64 : arm64)}, ${parameters}), 'error', ctypes.get_errno())`,
	held: new RegExp(`answered -1 error ${String(errors[wanted])}\\b`)
});

/** What only a flaw of the kernel or a wrong filter would let through. */
export const kernelProbes: readonly Probe[] = [
	call('keyctl reads no kernel keys', [250, 219]),
	call('add_key stores none', [248, 217]),
	call('io_uring cannot be set up', [425, 425]),
	call('ptrace follows nobody', [101, 117]),
	call('process_vm_readv reads no other memory', [310, 270]),
	call('pidfd_getfd takes no descriptor of another', [438, 438]),
	call('clone3 is unknown, for its flags cannot be judged', [435, 435], 'ENOSYS'),
	call('clone makes no user namespace', [56, 220], 'EPERM', '0x10000000 | 17, 0, 0, 0, 0'),
	call('unshare makes no user namespace', [272, 97], 'EPERM', '0x10000000, 0, 0, 0, 0'),
	call('unshare makes no mount namespace', [272, 97], 'EPERM', '0x00020000, 0, 0, 0, 0'),
	call('setns enters no namespace', [308, 268]),
	call('mount mounts nothing', [165, 40]),
	call('umount2 uncovers nothing', [166, 39]),
	call('pivot_root turns nothing over', [155, 41]),
	call('chroot changes no root', [161, 51]),
	call('open_by_handle_at opens no file by its number', [304, 265]),
	call('bpf loads no program', [321, 280]),
	call('perf_event_open watches nothing', [298, 241]),
	call('userfaultfd holds up no page', [323, 282]),
	call('init_module loads nothing into the kernel', [175, 105]),
	call('kexec_load starts no other kernel', [246, 104]),
	call('syslog reads no log of the kernel', [103, 116]),
	call('clock_settime sets no clock', [227, 112]),
	call('sethostname renames nothing', [170, 161]),
	call('personality switches no protection off', [135, 92], 'EPERM', '0x0040000, 0, 0, 0, 0'),
	call('a vsock reaches no hypervisor', [41, 198], 'EAFNOSUPPORT', '40, 1, 0, 0, 0'),
	call('a packet socket reads no wire', [41, 198], 'EAFNOSUPPORT', '17, 3, 0, 0, 0')
];
