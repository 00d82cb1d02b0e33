# A request that never ended takes in none of the next process.
set -e; source ./expect.bash
clew tree pino-restart-same-id.log > out 2> err
says out 'http.request +unfinished .*path=/crashes' "the request that ended the process is not unfinished"
says out 'http.request .*path=/health' "the request of the next process is not a task of its own"
