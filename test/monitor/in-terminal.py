"""Runs a command in a terminal of its own: keys come from standard input, what the terminal is sent goes to standard
output. At the end it says on standard error whether the terminal's modes are as they were, and how the command ended."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

rows, columns, *command = sys.argv[1:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2):
        os.dup2(slave, fd)
    os.execvp(command[0], command)
print(pid, file=sys.stderr, flush=True)


def pump(source, target):
    data = os.read(source, 65536)
    if data:
        os.write(target, data)
    return len(data) > 0


status = None
sources = [master, 0]
while True:
    ready, _, _ = select.select(sources, [], [], 0.05)
    for source in ready:
        if not pump(source, 1 if source == master else master):
            sources.remove(source)
    if status is None:
        ended, code = os.waitpid(pid, os.WNOHANG)
        status = code if ended == pid else None
    elif not ready:
        break
modes = "same" if termios.tcgetattr(slave) == before else "changed"
how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
print(f"modes {modes}, {how}", file=sys.stderr, flush=True)
