import { type Surroundings, tryOut } from './childProcess';

/** Surroundings, or why this machine has none such. */
export type Found = { readonly surroundings: Surroundings } | { readonly missing: string };

/** A mount over `folder` that only the process and its children see, and that ends with them. `options` are mount's. */
export function privateDisk(folder: string, options: string): Found {
  const mounted = ['sh', '-c', 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"', 'sh', options, folder];
  // As root a name space of mounts is enough; others need one of users first.
  return firstThatWorks([
    ['unshare', '--mount', ...mounted],
    ['unshare', '--user', '--map-root-user', '--mount', ...mounted],
  ]);
}

/** The system refuses to let a file grow above `maxBytes`. */
export function smallFiles(maxBytes: number): Found {
  return firstThatWorks([
    ['bash', '-c', 'ulimit -f "$1" && shift && exec "$@"', 'bash', String(Math.floor(maxBytes / 1024))],
  ]);
}

/**
 * The kernel answers EPERM to every attempt to give a file a second name, as it does on FAT and some network drives:
 * a seccomp filter, which needs no rights. The numbers are those of link and linkat.
 */
export function noLinks(): Found {
  const script = `
import ctypes, os, platform, struct, sys
numbers = {'x86_64': (86, 265), 'aarch64': (37,)}[platform.machine()]
code = struct.pack('HBBI', 0x20, 0, 0, 0)
for index, number in enumerate(numbers):
    code += struct.pack('HBBI', 0x15, len(numbers) - index, 0, number)
code += struct.pack('HBBI', 6, 0, 0, 0x7fff0000) + struct.pack('HBBI', 6, 0, 0, 0x00050001)
buffer = ctypes.create_string_buffer(code, len(code))
class Program(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('filter', ctypes.c_void_p)]
libc = ctypes.CDLL(None)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(Program(len(code) // 8, ctypes.addressof(buffer))), 0, 0):
    sys.exit('seccomp is not allowed')
os.execvp(sys.argv[1], sys.argv[1:])`;
  return firstThatWorks([['python3', '-c', script]]);
}

function firstThatWorks(candidates: readonly Surroundings[]): Found {
  const reasons = candidates.map((candidate) => ({ candidate, reason: tryOut(candidate) }));
  const works = reasons.find(({ reason }) => reason === undefined);
  return works ? { surroundings: works.candidate } : { missing: reasons.map(({ reason }) => reason).join('; ') };
}
