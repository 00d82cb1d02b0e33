# A request failed with the error that was logged in it.
set -e; source ./expect.bash
clew why pino-root-error.log > out 2> err
says out '3 of 15 tasks failed because http.request failed with TypeError: user is undefined' "the first kind of failure is not told"
says out '2 of 15 tasks failed because http.request failed with DatabaseError: no such column: email' "the second kind of failure is not told"
