# Times in milliseconds are read so, and that is said.
set -e; source ./expect.bash
clew tree timestamps-in-ms.log > out 2> err
says out 'failed after 600ms' "the times are not read as milliseconds"
says err 'times are in ms' "it does not say so"
