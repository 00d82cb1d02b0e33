# Times as texts of digits are times.
set -e; source ./expect.bash
clew import pino-string-time.log > out 2> err
[ "$(grep -c '"timestamp":176700000[012],' out)" = 3 ] || { echo "the three times are not read"; cat out err; exit 1; }
