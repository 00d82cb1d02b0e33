# After a pipe the next command names a file to be written.
set -e; source ./expect.bash
cat next-after-a-pipe.log | clew why > out 2> err
says out 'Next: clew tree FILE --task [0-9a-f]' "the next command cannot be run"
says err 'FILE is what came through the pipe' "it does not say what FILE is"
