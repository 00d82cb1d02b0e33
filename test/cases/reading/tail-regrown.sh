# A file that was cut short and is longer again before it is looked at is shown from its beginning.
source ./expect.bash
line() { printf '{"timestamp":176700000%d,"task_uuid":"t%d","task_level":[1],"message_type":"m","n":%d}\n' $1 $1 $1; }
line 1 > app.log
clew tail app.log > out 2> err & pid=$!
trap 'kill -INT $pid 2> /dev/null' EXIT
within() { for _ in $(seq 300); do grep -q "n=$1" out && return; sleep 0.1; done; echo "n=$1 is not shown:"; cat out err; exit 1; }
within 1
{ line 2; line 3; line 4; } > app.log
for n in 2 3 4; do within $n; done
exit 0
